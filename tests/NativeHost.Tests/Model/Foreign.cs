namespace Aspire.Hosting;

/// <summary>The bad example that the surface test must reject.</summary>
public static class Foreign
{
    /// <summary>Nothing of the kind is in Aspire.</summary>
    public static int Extra(int number) => number;
}
