namespace Ronghe.Identity.Accounts;

internal static class AccountEndpoints
{
    // The slices check the antiforgery token themselves: a person with an expired page gets the page again, not a problem document.
    internal static void MapAccounts(this IEndpointRouteBuilder endpoints)
    {
        var account = endpoints.MapGroup("/account").AllowAnonymous().ExcludeFromDescription().DisableAntiforgery();
        account.MapGet("/sign-in", SignIn.Show).WithName("ShowSignIn");
        account.MapPost("/sign-in", SignIn.Handle).WithName(nameof(SignIn));
        account.MapGet("/sign-out", SignOut.Show).WithName("ShowSignOut");
        account.MapPost("/sign-out", SignOut.Handle).WithName(nameof(SignOut));
    }
}
