using System.Globalization;
using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The numbers of a column, which take 4 bytes each where nothing is lost.</summary>
public sealed class NumberListTests
{
    private const int ChunkSize = 1 << 15;

    [Theory]
    [InlineData(0, 9_999, 4)]
    [InlineData(2, 9_999, 4)]
    [InlineData(4, 99_999, 4)]
    [InlineData(9, 2_147_483_646, 4)]
    [InlineData(0, 2_147_483_646, 4)]
    [InlineData(2, 21_474_836_460, 8)]
    [InlineData(10, 999_999, 8)]
    public void Add_DecimalNumbers_AreKeptExactly(int digits, long max, int bytes)
    {
        const int Count = (8 * ChunkSize) + 100;
        var random = new Random(digits);
        var expected = new double[Count];
        for (var index = 0; index < Count; index++)
        {
            var number = random.NextInt64(-max, max).ToString("D12", CultureInfo.InvariantCulture);
            // The text of a number with so many digits after its point.
            var text = digits == 0 ? number : number.Insert(number.Length - digits, ".");
            expected[index] = index % 1000 == 7 ? double.NaN : index % 1000 == 9 ? -0.0 : double.Parse(text, CultureInfo.InvariantCulture);
        }

        var list = new NumberList();
        list.Add(expected[0]);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        foreach (var value in expected.AsSpan(1))
            list.Add(value);
        var perNumber = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / Count;

        AssertSame(expected, list);
        // One piece of doubles is filled at any time, and parts of it when it was shorter.
        Assert.InRange(perNumber, bytes, bytes + 3);
    }

    [Fact]
    public void Add_DigitsThatIncrease_AreKeptExactly()
    {
        var expected = Enumerable.Range(0, 12 * ChunkSize)
            .Select(index => double.Parse($"{index % 97}e-{index / ChunkSize}", CultureInfo.InvariantCulture))
            .Concat([double.MaxValue, double.Epsilon, 1e300, 0.1 + 0.2])
            .ToArray();

        AssertSame(expected, Create(expected));
    }

    [Property]
    public void Add_AnyNumbers_AreKeptExactly(double[] values, byte times)
    {
        var expected = values.Length == 0 ? [] : Enumerable.Range(0, 300 * times).Select(index => values[index % values.Length]).ToArray();

        AssertSame(expected, Create(expected));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(16)]
    public void Item_OutOfRange_Throws(int index) => Assert.Throws<ArgumentOutOfRangeException>(() => Create([1, 2, 3])[index]);

    private static NumberList Create(double[] values)
    {
        var list = new NumberList();
        foreach (var value in values)
            list.Add(value);
        return list;
    }

    // Bit for bit: -0 differs from 0.
    private static void AssertSame(double[] expected, NumberList actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (var index = 0; index < expected.Length; index++)
        {
            if (BitConverter.DoubleToInt64Bits(expected[index]) != BitConverter.DoubleToInt64Bits(actual[index])
                && !(double.IsNaN(expected[index]) && double.IsNaN(actual[index])))
                Assert.Fail($"Item {index}: expected {expected[index]:R}, got {actual[index]:R}.");
        }

        Assert.Equal(expected, actual);
    }
}
