using Xunit;

namespace MlNetRecurrent.Hosts;

/// <summary>Compares the outputs of a host with the expected outputs.</summary>
internal static class HostAssert
{
    /// <summary>The maximum error: absolute for values up to 1, relative for larger values.</summary>
    private const float Tolerance = 1e-5f;

    /// <summary>Fails unless the outputs match in every case.</summary>
    public static void OutputsMatch(IReadOnlyList<GoldenCase> expected, IReadOnlyList<IReadOnlyList<GoldenTensor>> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (@case, outputs) in expected.Zip(actual))
            PassUnless(FindError(@case, outputs));
    }

    /// <summary>Fails unless one output of a case matches.</summary>
    public static void OutputsMatch(string @case, GoldenTensor expected, GoldenTensor actual) => PassUnless(FindError(@case, expected, actual));

    /// <summary>Returns the first error in the outputs of a case, or null.</summary>
    public static string? FindError(GoldenCase expected, IReadOnlyList<GoldenTensor> actual)
    {
        var names = Names(expected.Outputs);
        var actualNames = Names(actual);
        return actualNames == names
            ? expected.Outputs.Zip(actual, (output, other) => FindError(expected.Name, output, other)).FirstOrDefault(error => error is not null)
            : $"Case '{expected.Name}': expected outputs {names}, got {actualNames}.";
    }

    private static string? FindError(string @case, GoldenTensor expected, GoldenTensor actual)
    {
        if (!expected.Shape.SequenceEqual(actual.Shape) || expected.Values.Length != actual.Values.Length)
        {
            return $"Case '{@case}', output '{expected.Name}': expected [{string.Join(", ", expected.Shape)}], "
                + $"got [{string.Join(", ", actual.Shape)}] and {actual.Values.Length} values.";
        }

        for (var index = 0; index < expected.Values.Length; index++)
        {
            var (value, got) = (expected.Values[index], actual.Values[index]);
            // Negated, so that a NaN is an error.
            if (!(Math.Abs(value - got) <= Tolerance * Math.Max(1, Math.Abs(value))))
                return FormattableString.Invariant($"Case '{@case}', output '{expected.Name}': expected {value} at {index}, got {got}.");
        }

        return null;
    }

    private static string Names(IEnumerable<GoldenTensor> outputs) => string.Join(", ", outputs.Select(output => output.Name));

    private static void PassUnless(string? error) => Assert.True(error is null, error);
}
