using System.Text.Json;
using Ronghe.PowerItems.Cases;
using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.PowerItems.Forms;

/// <summary>Which fields of a form a reader sees.</summary>
internal static class FieldRights
{
    /// <summary>
    /// The initiator sees every field; whoever acts in steps sees what at least one of them shows; every other reader sees what no
    /// step hides.
    /// </summary>
    internal static IReadOnlyDictionary<string, JsonElement> Visible(PowerCase powerCase, Caller caller)
    {
        if (powerCase.Steps.All(step => step.Plan.Fields is null) || powerCase.Initiator.Subject == caller.Subject) return powerCase.Form;
        var own = powerCase.Steps.Where(step => ActsIn(step, caller.PersonId)).ToList();
        return powerCase.Form.Where(field => own.Count > 0
                ? own.Any(step => step.Plan.RightOn(field.Key) != FieldRight.Hidden)
                : powerCase.Steps.All(step => step.Plan.RightOn(field.Key) != FieldRight.Hidden))
            .ToDictionary(field => field.Key, field => field.Value);
    }

    private static bool ActsIn(CaseStep step, Guid person) => step.Assignments.Any(one => one.People.Contains(person) || one.DecidedBy == person)
        || step.Meeting?.Members.Any(member => member.PersonId == person) == true;
}
