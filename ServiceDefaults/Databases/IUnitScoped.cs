namespace Ronghe.ServiceDefaults.Databases;

/// <summary>A row that belongs to a unit. Its table gets a row-level-security policy on <c>unit_path</c>.</summary>
public interface IUnitScoped
{
    /// <summary>Path of the unit, every segment closed by a slash.</summary>
    string UnitPath { get; }
}

/// <summary>The service may insert and read rows of this entity, never change or delete them.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AppendOnlyAttribute : Attribute;
