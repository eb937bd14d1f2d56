using System.Text.RegularExpressions;

namespace Ronghe.Learning.Xapi.Protocol;

/// <summary>The version that a request speaks: 1.0.3 or 2.0.0.</summary>
internal sealed partial record XapiVersion(string Name)
{
    internal const string Header = "X-Experience-API-Version";

    internal static readonly XapiVersion One = new("1.0.3");
    internal static readonly XapiVersion Two = new("2.0.0");

    /// <summary>What a Statement without a version gets.</summary>
    internal string OfStatements => this == Two ? "2.0.0" : "1.0.0";

    /// <summary>The version that the header names; null when it names none that is spoken here.</summary>
    internal static XapiVersion? Parse(string? header) => header switch
    {
        null => null,
        "1.0" => One,
        "2.0" => Two,
        _ when OneDotZero().IsMatch(header) => One,
        _ when TwoDotZero().IsMatch(header) => Two,
        _ => null,
    };

    /// <summary>Whether a Statement of this version may come in such a request.</summary>
    internal bool Accepts(string version) => Parse(version) is { } parsed && (parsed == One || this == Two);

    [GeneratedRegex(@"^1\.0\.\d{1,4}$")]
    private static partial Regex OneDotZero();

    [GeneratedRegex(@"^2\.0\.\d{1,4}$")]
    private static partial Regex TwoDotZero();
}
