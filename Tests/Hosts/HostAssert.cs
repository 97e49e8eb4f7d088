using Xunit;

namespace MlNetRecurrent.Hosts;

/// <summary>Compares what a host gave with what it had to give.</summary>
internal static class HostAssert
{
    /// <summary>The largest difference that is let through: absolute where values are of order 1, relative where they are larger.</summary>
    private const float Tolerance = 1e-5f;

    /// <summary>Fails unless a host gave the outputs of every case.</summary>
    public static void Gives(IReadOnlyList<GoldenCase> expected, IReadOnlyList<IReadOnlyList<GoldenTensor>> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (@case, outputs) in expected.Zip(actual))
            PassUnless(Fault(@case, outputs));
    }

    /// <summary>Fails unless a host gave an output of a case.</summary>
    public static void Gives(string @case, GoldenTensor expected, GoldenTensor actual) => PassUnless(Fault(@case, expected, actual));

    /// <summary>What is wrong with the outputs of a case, or null.</summary>
    public static string? Fault(GoldenCase expected, IReadOnlyList<GoldenTensor> actual)
    {
        var names = Names(expected.Outputs);
        var given = Names(actual);
        return given == names
            ? expected.Outputs.Zip(actual, (output, got) => Fault(expected.Name, output, got)).FirstOrDefault(fault => fault is not null)
            : $"Case '{expected.Name}': expected outputs {names}, got {given}.";
    }

    private static string? Fault(string @case, GoldenTensor expected, GoldenTensor actual)
    {
        if (!expected.Shape.SequenceEqual(actual.Shape) || expected.Values.Length != actual.Values.Length)
        {
            return $"Case '{@case}', output '{expected.Name}': expected [{string.Join(", ", expected.Shape)}], "
                + $"got [{string.Join(", ", actual.Shape)}] and {actual.Values.Length} values.";
        }

        for (var index = 0; index < expected.Values.Length; index++)
        {
            var (wanted, got) = (expected.Values[index], actual.Values[index]);
            // Written so that a NaN is a fault.
            if (!(Math.Abs(wanted - got) <= Tolerance * Math.Max(1, Math.Abs(wanted))))
                return FormattableString.Invariant($"Case '{@case}', output '{expected.Name}': expected {wanted} at {index}, got {got}.");
        }

        return null;
    }

    private static string Names(IEnumerable<GoldenTensor> outputs) => string.Join(", ", outputs.Select(output => output.Name));

    private static void PassUnless(string? fault) => Assert.True(fault is null, fault);
}
