using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Directory;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Welfare.Claims;
using Ronghe.Welfare.Pickups;
using Ronghe.Welfare.Programmes;

namespace Ronghe.Welfare.Surveys;

/// <param name="ProgrammeId">The delivery that is asked about; null for the union's service as a whole.</param>
/// <param name="Threshold">Fewest answers of which anything is shown; 10 when left out and never less.</param>
public sealed record OpenSurveyRequest(
    Guid? ProgrammeId, [StringLength(40)] string? UnitCode, [Required, StringLength(200)] string? Question, [Required] DateTimeOffset? ClosesAt, [Range(10, 1000)] int Threshold = 10);

/// <param name="Keys">JSON text with the key of every cohort; the signature is over exactly these bytes.</param>
public sealed record SurveyResponse(
    Guid SurveyId, string Kind, string UnitPath, string Question, int Threshold, DateTimeOffset ClosesAt, string Keys, string KeysSignature, JsonElement? Result);

/// <summary>Invites, makes the cohorts and publishes their keys before any signature is given.</summary>
internal static class OpenSurvey
{
    internal static async Task<Results<Created<SurveyResponse>, ProblemHttpResult>> Handle(
        OpenSurveyRequest request, Caller caller, WelfareDb db, PickupCodes keys, TimeProvider clock, CancellationToken ct)
    {
        if (await CreateProgramme.FindUnit(request.UnitCode, caller, db, ct) is not { } unitPath)
            return ProblemTypes.Invalid(("unitCode", "没有这个单位。", "There is no such unit."));
        if (!caller.Holds(RoleNames.UnionWorker, unitPath)) return CreateProgramme.NotYourUnit.ToProblem();
        var now = clock.GetUtcNow();
        if (request.ClosesAt <= now) return ProblemTypes.Invalid(("closesAt", "截止时间要在现在之后。", "It must close later than now."));
        var people = await Invited(db, request.ProgrammeId, unitPath, ct);
        if (people.Count == 0) return ProblemTypes.Invalid(("programmeId", "没有可以邀请的人。", "There is nobody to invite."));

        var survey = new Survey
        {
            Id = Guid.CreateVersion7(now), Kind = request.ProgrammeId is null ? "Quarter" : "Delivery", ProgrammeId = request.ProgrammeId, UnitPath = unitPath,
            Question = request.Question!, Threshold = request.Threshold, OpensAt = now, ClosesAt = request.ClosesAt!.Value,
        };
        db.Surveys.Add(survey);
        foreach (var (cohort, members) in Cohorts(people, unitPath, request.Threshold))
        {
            var (publicKey, privateKey) = BlindSignatures.Generate();
            db.SurveyCohorts.Add(new SurveyCohort { SurveyId = survey.Id, Cohort = cohort, Invited = members.Count, PublicKey = publicKey, PrivateKey = privateKey });
            db.SurveyInvitations.AddRange(members.Select(person => new SurveyInvitation { SurveyId = survey.Id, PersonId = person, Cohort = cohort }));
        }

        await db.SaveAndPublishAsync(ct);
        return TypedResults.Created($"/api/v1/welfare/surveys/{survey.Id}", await Describe(db, survey, keys, ct));
    }

    internal static async Task<Results<Ok<SurveyResponse>, NotFound>> Read(Guid surveyId, WelfareDb db, PickupCodes keys, CancellationToken ct) =>
        await db.Surveys.AsNoTracking().SingleOrDefaultAsync(row => row.Id == surveyId, ct) is { } survey ? TypedResults.Ok(await Describe(db, survey, keys, ct)) : TypedResults.NotFound();

    /// <summary>One cohort a unit; a unit with fewer than the threshold joins the unit above it.</summary>
    internal static Dictionary<string, List<Guid>> Cohorts(IEnumerable<(Guid Id, string UnitPath)> people, string top, int threshold)
    {
        var cohorts = people.GroupBy(person => person.UnitPath).ToDictionary(unit => unit.Key, unit => unit.Select(person => person.Id).ToList());
        while (cohorts.Where(cohort => cohort.Value.Count < threshold && cohort.Key.Length > top.Length).Select(cohort => cohort.Key).MaxBy(path => path.Length) is { } small)
        {
            var parent = small[..(small.TrimEnd('/').LastIndexOf('/') + 1)];
            if (!cohorts.TryGetValue(parent, out var above)) cohorts[parent] = above = [];
            above.AddRange(cohorts[small]);
            cohorts.Remove(small);
        }

        return cohorts;
    }

    private static async Task<List<(Guid Id, string UnitPath)>> Invited(WelfareDb db, Guid? programmeId, string unitPath, CancellationToken ct)
    {
        var people = programmeId is { } programme
            ? db.Claims.Where(claim => claim.ProgrammeId == programme && claim.State != Claim.Returned).Select(claim => new { Id = claim.PersonId, claim.UnitPath })
            : db.Set<PersonCopy>().Where(person => person.Active && person.UnionMember).Select(person => new { person.Id, person.UnitPath });
        return [.. (await people.Where(person => EF.Functions.Like(person.UnitPath, unitPath + "%")).ToListAsync(ct)).Select(person => (person.Id, person.UnitPath))];
    }

    private static async Task<SurveyResponse> Describe(WelfareDb db, Survey survey, PickupCodes keys, CancellationToken ct)
    {
        var cohorts = await db.SurveyCohorts.AsNoTracking().Where(row => row.SurveyId == survey.Id).OrderBy(row => row.Cohort)
            .Select(row => new { row.Cohort, row.Invited, row.PublicKey }).ToListAsync(ct);
        var body = JsonSerializer.Serialize(new { surveyId = survey.Id, suite = "RSABSSA-SHA384-PSS-Randomized", cohorts }, ServiceDb.Json);
        return new(
            survey.Id, survey.Kind, survey.UnitPath, survey.Question, survey.Threshold, survey.ClosesAt, body, Convert.ToBase64String(keys.Sign(Encoding.UTF8.GetBytes(body))),
            survey.Result is null ? null : JsonSerializer.Deserialize<JsonElement>(survey.Result));
    }
}
