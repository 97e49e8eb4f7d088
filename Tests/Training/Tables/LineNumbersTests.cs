using FsCheck.Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The line numbers of rows.</summary>
public sealed class LineNumbersTests
{
    [Property]
    public bool Items_AnyLines_AreThoseAdded(byte[] gaps)
    {
        // Mostly the next line; blank lines and line breaks in cells leave gaps.
        int[] lines = [.. gaps.Index().Select(entry => gaps.Take(entry.Index + 1).Sum(gap => 1 + (gap > 200 ? gap - 200 : 0)))];
        var numbers = new LineNumbers();
        foreach (var line in lines)
            numbers.Add(line);

        return numbers.Count == lines.Length && numbers.SequenceEqual(lines)
            && Enumerable.Range(0, lines.Length).All(row => numbers[row] == lines[row]);
    }
}
