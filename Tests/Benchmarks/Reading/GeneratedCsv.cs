using System.Buffers.Text;
using System.Text;

namespace MlNetRecurrent.Benchmarks;

/// <summary>
/// A CSV file with the readings of sensors, one row each minute: a date and eleven numbers with four decimals. Deleted on disposal.
/// </summary>
internal sealed class GeneratedCsv : IDisposable
{
    /// <summary>The number of columns of numbers.</summary>
    public const int Sensors = 11;

    /// <summary>The name of the column of dates.</summary>
    public const string Time = "time";

    private const int BlockRows = 1000;
    private const int MaxRowBytes = 32 + (Sensors * 16);

    private readonly string _folder = Directory.CreateTempSubdirectory("mlnet-recurrent-").FullName;

    /// <summary>Writes a file.</summary>
    /// <param name="megabytes">The size in MB (10^6 bytes).</param>
    public GeneratedCsv(int megabytes)
    {
        Path = System.IO.Path.Combine(_folder, "sensors.csv");
        using var file = File.Create(Path);
        file.Write(Encoding.ASCII.GetBytes($"{Time},{string.Join(',', Names)}\n"));
        var buffer = new byte[BlockRows * MaxRowBytes];
        for (var random = new Random(1); file.Length < megabytes * 1_000_000L; Rows += BlockRows)
        {
            var length = 0;
            for (var row = 0; row < BlockRows; row++)
                length += WriteRow(Rows + row, random, buffer.AsSpan(length));
            file.Write(buffer, 0, length);
        }
    }

    /// <summary>The names of the columns of numbers.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(1, Sensors).Select(sensor => $"sensor{sensor}")];

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; private set; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static int WriteRow(int row, Random random, Span<byte> buffer)
    {
        Utf8Formatter.TryFormat(new DateTime(2000, 1, 1).AddMinutes(row), buffer, out _, 'O');
        // Without the fraction of the second.
        var length = "2000-01-01T00:00:00".Length;
        for (var sensor = 1; sensor <= Sensors; sensor++)
        {
            buffer[length++] = (byte)',';
            var value = (10 * sensor) + (5 * Math.Sin(row / (7.0 + sensor))) + random.NextDouble();
            Utf8Formatter.TryFormat(Math.Round((decimal)value, 4), buffer[length..], out var count);
            length += count;
        }

        buffer[length++] = (byte)'\n';
        return length;
    }
}
