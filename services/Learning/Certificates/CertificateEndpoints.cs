namespace Ronghe.Learning.Certificates;

internal static class CertificateEndpoints
{
    internal static RouteGroupBuilder MapCertificates(this RouteGroupBuilder routes)
    {
        var certificates = routes.MapGroup("/certificates").WithTags("Certificates");
        certificates.MapGet("/", ListCertificates.Handle).WithName(nameof(ListCertificates));
        certificates.MapPost("/{number}/pdf", DrawCertificate.Handle).WithName(nameof(DrawCertificate));
        return routes;
    }

    /// <summary>The public check, outside the paths that need a token.</summary>
    internal static RouteGroupBuilder MapCertificateCheck(this RouteGroupBuilder routes)
    {
        routes.WithTags("Certificates");
        routes.MapGet("/{number}", CheckCertificate.Page).WithName("CheckCertificatePage").ExcludeFromDescription();
        routes.MapGet("/{number}/state", CheckCertificate.Handle).WithName(nameof(CheckCertificate));
        return routes;
    }
}
