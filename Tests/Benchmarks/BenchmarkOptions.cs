using System.Globalization;

namespace MlNetRecurrent.Benchmarks;

/// <summary>The options of a set of benchmarks on the command line.</summary>
/// <param name="Output">Receives headings.</param>
internal sealed record BenchmarkOptions(TextWriter Output)
{
    public const string Usage = "[--case CASE]... [--seconds S] [--megabytes M] [--json FILE]";

    /// <summary>The cases to run; empty for all.</summary>
    public IReadOnlyList<string> Cases { get; init; } = [];

    /// <summary>The time for each case in seconds; null for the default of the set.</summary>
    public double? Seconds { get; init; }

    /// <summary>The size of the data in MB (10^6 bytes); null for the default of the set.</summary>
    public int? Megabytes { get; init; }

    /// <summary>The file that receives the results; null for none.</summary>
    public string? JsonFile { get; init; }

    /// <summary>Whether to run a case, given the names that select it.</summary>
    public bool Includes(params ReadOnlySpan<string> names)
    {
        if (Cases.Count == 0)
            return true;
        foreach (var name in names)
        {
            if (Cases.Contains(name))
                return true;
        }

        return false;
    }

    /// <summary>Reads the options; returns null if they are invalid.</summary>
    public static BenchmarkOptions? ReadOrNull(ReadOnlySpan<string> arguments, TextWriter output)
    {
        if (arguments.Length % 2 != 0)
            return null;
        var options = new BenchmarkOptions(output);
        for (var index = 0; index < arguments.Length; index += 2)
        {
            var value = arguments[index + 1];
            switch (arguments[index])
            {
                case "--case":
                    options = options with { Cases = [.. options.Cases, value] };
                    break;
                case "--json":
                    options = options with { JsonFile = value };
                    break;
                case "--seconds" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0:
                    options = options with { Seconds = seconds };
                    break;
                case "--megabytes" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes) && megabytes > 0:
                    options = options with { Megabytes = megabytes };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
