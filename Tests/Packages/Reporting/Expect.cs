namespace MlNetRecurrent.Packages;

/// <summary>Conditions that a case asserts.</summary>
internal static class Expect
{
    /// <summary>Fails the case with a message unless a condition holds.</summary>
    public static void That(bool condition, string message, CommandRun? run = null)
    {
        if (!condition)
            throw new CaseFailedException(message, run);
    }

    /// <summary>Fails the case unless two sets of names are equal.</summary>
    public static void Same(string what, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        var (wanted, found) = (string.Join(", ", expected.Order(StringComparer.Ordinal)), string.Join(", ", actual.Order(StringComparer.Ordinal)));
        That(wanted == found, $"{what}: expected {wanted}; got {found}.");
    }
}
