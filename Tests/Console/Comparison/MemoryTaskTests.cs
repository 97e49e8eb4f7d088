using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>The targets of the random samples, recomputed from their rows.</summary>
public sealed class MemoryTaskTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(30, 7)]
    public void Recall_AnySequence_LabelIsTheSymbolOfTheFirstStep(int lag, int seed)
    {
        var data = RecallTask.Data(lag, seed);
        var sequences = Sequences(data, lag + 1);

        Assert.Equal(["sequence", "symbol", "a", "b", "c", "d", "e", "f", "g", "h", "noise"], data.Header);
        Assert.Equal(3200, sequences.Count);
        foreach (var sequence in sequences)
        {
            Assert.Single(sequence.Select(row => row[1]).Distinct());
            var shown = Enumerable.Range(2, 8).Where(column => sequence[0][column] == "1").ToList();
            Assert.Equal(sequence[0][1], data.Header[Assert.Single(shown)]);
            Assert.Equal(7, sequence[0][2..10].Count(cell => cell == "0"));
            Assert.All(sequence.Skip(1), row => Assert.All(row[2..10], cell => Assert.Equal("0", cell)));
            Assert.All(sequence.Skip(1), row => Assert.InRange(decimal.Parse(row[10], CultureInfo.InvariantCulture), -1, 1));
        }

        // All equally frequent: 400 each, within five standard deviations.
        Assert.All(sequences.CountBy(sequence => sequence[0][1]), symbol => Assert.InRange(symbol.Value, 306, 494));
        Assert.True(sequences.Select(sequence => string.Join(';', sequence.Select(row => row[10]))).Distinct().Count() > 3000);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(31, 7)]
    public void Adding_AnySequence_TargetIsTheSumOfTheTwoMarkedValues(int length, int seed)
    {
        var data = AddingTask.Data(length, seed);
        var sequences = Sequences(data, length);

        Assert.Equal(["sequence", "sum", "value", "mark"], data.Header);
        Assert.Equal(10_000, sequences.Count);
        var squares = 0m;
        foreach (var sequence in sequences)
        {
            var sum = decimal.Parse(Assert.Single(sequence.Select(row => row[1]).Distinct()), CultureInfo.InvariantCulture);
            decimal[] values = [.. sequence.Select(row => decimal.Parse(row[2], CultureInfo.InvariantCulture))];
            int[] marked = [.. Enumerable.Range(0, length).Where(step => sequence[step][3] == "1")];
            Assert.Equal(length - 2, sequence.Count(row => row[3] == "0"));
            Assert.True(marked is [var first, var second] && first < length / 2 && second >= length / 2);
            Assert.Equal(values[marked[0]] + values[marked[1]], sum);
            Assert.All(values, value => Assert.InRange(value, 0, 1));
            squares += (sum - 1) * (sum - 1);
        }

        // The mean squared error of always predicting 1.
        Assert.Equal(1.0 / 6, (double)(squares / sequences.Count), 0.01);
    }

    [Fact]
    public void Data_SameSeed_IsTheSameEachTime()
    {
        Assert.Equal(AddingTask.Data(5, 3).Text(), AddingTask.Data(5, 3).Text());
        Assert.NotEqual(AddingTask.Data(5, 3).Text(), AddingTask.Data(5, 4).Text());
        Assert.Equal(RecallTask.Data(5, 3).Text(), RecallTask.Data(5, 3).Text());
        Assert.NotEqual(RecallTask.Data(5, 3).Text(), RecallTask.Data(5, 4).Text());
    }

    private static List<string[][]> Sequences(ComputedData data, int length)
    {
        var sequences = data.Rows().Select(row => row.Split(',')).Chunk(length).ToList();
        Assert.All(sequences, sequence => Assert.Equal(length, sequence.Length));
        Assert.Equal(
            Enumerable.Range(1, sequences.Count).Select(number => number.ToString(CultureInfo.InvariantCulture)),
            sequences.Select(sequence => Assert.Single(sequence.Select(row => row[0]).Distinct())));
        return sequences;
    }
}
