using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Xapi.Clients;

/// <summary>
/// Which records a caller reaches: a system those of its unit, Party workers and inspectors those of their units, everybody else
/// those about themselves.
/// </summary>
/// <param name="Scope">Units whose records may be seen.</param>
/// <param name="OnlyKey">Only records found under this key; null for all in the scope.</param>
internal sealed record Reach(UnitScope Scope, long? OnlyKey)
{
    private static readonly string[] Readers = [RoleNames.PartyWorker, RoleNames.DisciplineInspector];

    internal static Refusal? Reading(Caller caller, Authority authority, out Reach reach)
    {
        reach = new(UnitScope.Of(caller), null);
        if (!caller.IsPerson) return HasKey(caller) && !caller.Scopes.Contains("xapi-read") ? XapiRefusals.MayNotRead : null;
        var units = caller.Roles.Where(grant => Readers.Contains(grant.Role)).Select(grant => grant.UnitPath).ToList();
        // What is told about a person may be filed under any unit: the key of their account is what bounds it.
        reach = units.Count > 0 ? new(new UnitScope(units, caller.Subject), null) : new(UnitScope.Everything, StatementKeys.Agent(authority.Identifier));
        return null;
    }

    internal static Refusal? Writing(Caller caller, Authority authority, IEnumerable<StatementDraft> drafts)
    {
        if (!caller.IsPerson) return HasKey(caller) && !caller.Scopes.Contains("xapi-write") ? XapiRefusals.MayNotWrite : null;
        return drafts.All(draft => !draft.Voids && draft.Actor == authority.Identifier) ? null : XapiRefusals.OnlyOneself;
    }

    private static bool HasKey(Caller caller) => caller.Scopes.Contains(BasicKeys.Name);
}
