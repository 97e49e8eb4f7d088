using MlNetRecurrent.Engine;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>States of every size and layout, gathered into a panel and scattered again.</summary>
public sealed unsafe class StateTranspositionTests
{
    private const int MaxRows = 48;

    [Fact]
    public void Scatter_GatheredStates_ChangesOnlyTheirValues()
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Protected pages are implemented for Linux only.");
        var random = new Random(1);
        foreach (var atStart in new[] { false, true })
        {
            var memory = new GuardedMemory(atStart);
            for (var values = 1; values <= 70; values++)
            {
                var (count, start, after) = (random.Next(1, MaxRows + 1), random.Next(3), random.Next(3));
                Exchange(random, memory, count, start, values, after);
            }
        }
    }

    // Each row is a buffer of its own; a few are not contiguous.
    private static void Exchange(Random random, GuardedMemory memory, int count, int start, int values, int after)
    {
        var size = start + values + after;
        var states = stackalloc StreamState[count];
        var starts = stackalloc float*[count];
        var original = new float[count][];
        for (var row = 0; row < count; row++)
        {
            var stride = random.Next(20) == 0 ? 3 : 1;
            original[row] = RandomEngineNetworks.CreateValues(random, size * stride);
            starts[row] = memory.Copy(original[row]);
            states[row] = new StreamState(starts[row], stride);
        }

        var panel = memory.Allocate(values * MaxRows);
        StateTransposition.Gather(states, count, start, values, panel, MaxRows);
        for (var row = 0; row < count; row++)
        {
            for (var value = 0; value < values; value++)
            {
                Assert.Equal(original[row][(start + value) * (int)states[row].Stride], panel[(value * MaxRows) + row]);
                panel[(value * MaxRows) + row] += 1;
            }
        }

        StateTransposition.Scatter(panel, MaxRows, states, count, start, values);
        for (var row = 0; row < count; row++)
        {
            var stride = (int)states[row].Stride;
            for (var index = 0; index < original[row].Length; index++)
            {
                var isChanged = index % stride == 0 && index / stride >= start && index / stride < start + values;
                Assert.Equal(isChanged ? original[row][index] + 1 : original[row][index], starts[row][index]);
            }

            memory.Free(starts[row]);
        }

        memory.Free(panel);
    }
}
