namespace Ronghe.ServiceDefaults.Callers;

/// <summary>Roles that a grant may name.</summary>
public static class RoleNames
{
    /// <summary>Everybody, over the own unit.</summary>
    public const string Staff = nameof(Staff);

    /// <summary>Runs welfare and union work.</summary>
    public const string UnionWorker = nameof(UnionWorker);

    /// <summary>Runs Party-building work.</summary>
    public const string PartyWorker = nameof(PartyWorker);

    /// <summary>Runs business work of a unit.</summary>
    public const string Manager = nameof(Manager);

    /// <summary>Leads a unit.</summary>
    public const string Leader = nameof(Leader);

    /// <summary>Supervises: reads everything of the subtree, decides nothing.</summary>
    public const string DisciplineInspector = nameof(DisciplineInspector);

    /// <summary>Watches the wall.</summary>
    public const string DutyRoom = nameof(DutyRoom);

    /// <summary>Runs the system: units, people, clients.</summary>
    public const string SystemAdministrator = nameof(SystemAdministrator);

    /// <summary>Runs accounts, grants and lockouts.</summary>
    public const string SecurityAdministrator = nameof(SecurityAdministrator);

    /// <summary>Reads the audit trail.</summary>
    public const string AuditAdministrator = nameof(AuditAdministrator);

    /// <summary>A subsidiary's own system.</summary>
    public const string Subsidiary = nameof(Subsidiary);
}
