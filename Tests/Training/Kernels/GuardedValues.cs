using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Pinned values between guards, which no kernel may change. The guards are NaN: a result that reads one is NaN.</summary>
internal sealed unsafe class GuardedValues
{
    private const int Guard = 64;

    private readonly float[] _values;

    /// <param name="count">The number of values.</param>
    /// <param name="next">Creates a value; null for NaN, in a buffer that receives a result.</param>
    public GuardedValues(int count, Func<float>? next = null)
    {
        Count = count;
        _values = GC.AllocateUninitializedArray<float>(count + (2 * Guard), pinned: true);
        Array.Fill(_values, float.NaN);
        for (var index = 0; index < count && next is not null; index++)
            _values[Guard + index] = next();
    }

    public int Count { get; }

    public float* Pointer => (float*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _values[Guard]);

    public float this[int index] => _values[Guard + index];

    public float[] ToArray() => _values[Guard..(Guard + Count)];

    public void AssertGuards()
    {
        Assert.All(_values[..Guard], value => Assert.True(float.IsNaN(value)));
        Assert.All(_values[(Guard + Count)..], value => Assert.True(float.IsNaN(value)));
    }

    /// <summary>Compares the values with expected ones, relative to the largest of these where that is more than 1.</summary>
    public void AssertClose(Func<int, double> expected, double tolerance, string what)
    {
        AssertGuards();
        var values = Enumerable.Range(0, Count).Select(expected).ToArray();
        var scale = Math.Max(1, values.Length == 0 ? 1 : values.Max(Math.Abs));
        for (var index = 0; index < Count; index++)
        {
            var difference = Math.Abs(values[index] - this[index]);
            Assert.True(difference <= tolerance * scale, $"{what}[{index}]: expected {values[index]}, got {this[index]}");
        }
    }
}
