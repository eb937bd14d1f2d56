namespace Ronghe.Portal.Answers;

/// <summary>What a service answered: a value, or the trouble that kept it from giving one.</summary>
internal readonly record struct Answer<T>(T? Value, Trouble? Trouble) where T : class
{
    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Trouble trouble) => new(null, trouble);
}
