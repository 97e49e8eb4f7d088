using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>A random table that is written in a random dialect is read as it was.</summary>
public sealed class RandomDialectTests
{
    private static readonly Dictionary<string, ColumnKind> Kinds = new()
    {
        ["t"] = ColumnKind.Time,
        ["y"] = ColumnKind.Number,
        ["name"] = ColumnKind.Text,
    };

    [Property(MaxTest = 300)]
    public void Read_RandomTableInARandomDialect_IsTheTable(int seed)
    {
        var random = new System.Random(seed);
        var separator = ",;\t|"[random.Next(4)];
        var mark = ".,"[random.Next(2)];
        var thousands = Choose(random, '\0', mark == '.' ? ',' : '.', ' ', '\u00A0', '\u202F', '\'', '\u2019');
        var dates = Choose(random, "yyyy-MM-dd", "dd.MM.yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "yyyy/MM/dd", "yyyyMMdd", "d.M.yyyy", "M/d/yyyy");
        var time = dates == "yyyyMMdd" ? "" : Choose(random, "", " HH:mm", " HH:mm:ss", "'T'HH:mm:ss.fff", " h:mm:ss tt");
        var end = Choose(random, "\n", "\r\n", "\r");
        var rows = random.Next(20, 60);
        var start = new DateTime(2019, 12, random.Next(1, 32)).AddMinutes(time.Length == 0 ? 0 : random.Next(1440));
        var times = Enumerable.Range(0, rows).Select(row => start.AddDays(row)).ToArray();
        // One number with a fraction: all others may be whole, or have three decimals.
        var numbers = Enumerable.Range(0, rows)
            .Select(row => row == 0 ? 12345.5 : Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(0, 8)), random.Next(4)))
            .ToArray();
        var names = Enumerable.Range(0, rows).Select(_ => Name(random)).ToArray();
        var text = string.Join(separator, "t", "y", "name") + end + string.Concat(Enumerable.Range(0, rows).Select(row => string.Join(
            separator,
            Quote(times[row].ToString(dates + time, CultureInfo.InvariantCulture)),
            Quote(Write(numbers[row], mark, thousands)),
            Quote(names[row])) + end));

        var table = TableSource.FromText("f.csv", () => new StringReader(text)).Read(Kinds);

        Assert.Equal(numbers, table.GetNumbers("y"));
        Assert.Equal(names, Enumerable.Range(0, rows).Select(row => table.GetTexts("name")[row]));
        var unit = time switch { "" => TimeSpan.TicksPerDay, " HH:mm" => TimeSpan.TicksPerMinute, _ => TimeSpan.TicksPerSecond };
        Assert.Equal(times.Select(moment => moment.Ticks / unit * unit), table.GetTimes("t").Values.Select(value => TimeColumn.ToDate(value).Ticks));

        string Quote(string cell) => cell.AsSpan().ContainsAny([separator, '"', '\r', '\n']) || random.Next(4) == 0
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : cell;
    }

    private static string Write(double number, char mark, char thousands)
    {
        var format = new NumberFormatInfo
        {
            NumberDecimalSeparator = $"{mark}",
            NumberGroupSeparator = thousands == '\0' ? "" : $"{thousands}",
        };
        return number.ToString("#,0.###", format);
    }

    private static string Name(System.Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => Choose(
        random, "a", "é", "1", ",", ";", "|", "\"", "x", "红", "\n", ".")))
        + "z";

    private static T Choose<T>(System.Random random, params T[] values) => values[random.Next(values.Length)];
}
