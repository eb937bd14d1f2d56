using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that the platform is configured with.</summary>
public class ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false) : Resource(name), IValueProvider
{
    private readonly Lock once = new();
    private string? value;

    /// <summary>True keeps the value out of everything that is shown.</summary>
    public bool Secret { get; } = secret;

    /// <summary>What stands in when the configuration names no value.</summary>
    public ParameterDefault? Default { get; set; }

    /// <inheritdoc/>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken)
    {
        lock (once) return ValueTask.FromResult<string?>(value ??= callback(Default));
    }
}

/// <summary>Where a parameter's value comes from when the configuration names none.</summary>
public abstract class ParameterDefault
{
    /// <summary>The value.</summary>
    public abstract string GetDefaultValue();
}

/// <summary>A random value of letters, digits and signs.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    private const string LowerCase = "abcdefghjkmnpqrstuvwxyz", UpperCase = "ABCDEFGHJKMNPQRSTUVWXYZ", Digits = "0123456789", Signs = "-_.{}~()*+!";

    /// <summary>How long the value is at least; default 0: as long as the other minima ask.</summary>
    public int MinLength { get; set; }

    /// <summary>Lower-case letters; default true.</summary>
    public bool Lower { get; set; } = true;

    /// <summary>Upper-case letters; default true.</summary>
    public bool Upper { get; set; } = true;

    /// <summary>Digits; default true.</summary>
    public bool Numeric { get; set; } = true;

    /// <summary>Signs; default true.</summary>
    public bool Special { get; set; } = true;

    /// <summary>Lower-case letters at least; default 0.</summary>
    public int MinLower { get; set; }

    /// <summary>Upper-case letters at least; default 0.</summary>
    public int MinUpper { get; set; }

    /// <summary>Digits at least; default 0.</summary>
    public int MinNumeric { get; set; }

    /// <summary>Signs at least; default 0.</summary>
    public int MinSpecial { get; set; }

    /// <inheritdoc/>
    public override string GetDefaultValue()
    {
        var all = (Lower ? LowerCase : "") + (Upper ? UpperCase : "") + (Numeric ? Digits : "") + (Special ? Signs : "");
        if (all.Length == 0) throw new InvalidOperationException("A generated value needs at least one kind of character.");

        char[] required = [.. Pick(LowerCase, MinLower), .. Pick(UpperCase, MinUpper), .. Pick(Digits, MinNumeric), .. Pick(Signs, MinSpecial)];
        char[] value = [.. required, .. Pick(all, Math.Max(0, MinLength - required.Length))];
        RandomNumberGenerator.Shuffle<char>(value);
        return new string(value);
    }

    private static char[] Pick(string from, int count) => count == 0 ? [] : RandomNumberGenerator.GetItems<char>(from, count);
}
