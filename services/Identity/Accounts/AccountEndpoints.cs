using Ronghe.Identity.Credentials;
using Ronghe.Identity.Pages;
using Ronghe.Identity.SecondFactors;

namespace Ronghe.Identity.Accounts;

internal static class AccountEndpoints
{
    // The slices check the antiforgery token themselves: a person with an expired page gets the page again, not a problem document.
    internal static void MapAccounts(this IEndpointRouteBuilder endpoints)
    {
        var account = endpoints.MapGroup("/account").AllowAnonymous().ExcludeFromDescription().DisableAntiforgery();
        account.MapGet("/sign-in", SignIn.Show).WithName("ShowSignIn");
        account.MapPost("/sign-in", SignIn.Handle).WithName(nameof(SignIn));
        account.MapGet("/second-factor", AnswerSecondFactor.Show).WithName("ShowSecondFactor");
        account.MapPost("/second-factor", AnswerSecondFactor.Handle).WithName(nameof(AnswerSecondFactor));
        account.MapGet("/second-factor/enrol", EnrolSecondFactor.Show).WithName("ShowEnrolment");
        account.MapPost("/second-factor/enrol", EnrolSecondFactor.Handle).WithName(nameof(EnrolSecondFactor));
        account.MapGet("/new-password", ChangePassword.Show).WithName("ShowNewPassword");
        account.MapPost("/new-password", ChangePassword.Handle).WithName(nameof(ChangePassword));
        account.MapGet("/sessions", SessionsPage.Show).WithName("ShowSessions");
        account.MapPost("/sessions", SessionsPage.End).WithName("EndSessionOnPage");
        account.MapGet("/sign-out", SignOut.Show).WithName("ShowSignOut");
        account.MapPost("/sign-out", SignOut.Handle).WithName(nameof(SignOut));
    }
}
