using System.Runtime.CompilerServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>The arithmetic of optimizers for one vector width. Values that do not fill a vector are computed one by one.</summary>
internal sealed unsafe class UpdateMath<TMath, TVector> : UpdateMath
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    // Sums of more floats would lose digits: the sum of such blocks is one of doubles.
    private const int BlockVectors = 64;

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double SumSquares(float* values, nint count)
    {
        var lanes = stackalloc float[TMath.Width];
        var sum = 0.0;
        nint index = 0;
        while (index <= count - TMath.Width)
        {
            var end = Math.Min(count - TMath.Width, index + ((BlockVectors - 1) * TMath.Width));
            var squares = TMath.Broadcast(0);
            for (; index <= end; index += TMath.Width)
            {
                var value = TMath.Load(values + index);
                squares = TMath.MultiplyAdd(value, value, squares);
            }

            TMath.Store(squares, lanes);
            for (var lane = 0; lane < TMath.Width; lane++)
                sum += lanes[lane];
        }

        for (; index < count; index++)
            sum += (double)values[index] * values[index];
        return sum;
    }

    /// <inheritdoc/>
    public override void Apply(AdamRule rule, UpdatePointers memory, nint count)
    {
        var done = VectorUpdates<TMath, TVector>.Apply(rule, memory, count);
        VectorUpdates<SingleFloat, float>.Apply(rule, memory.From(done), count - done);
    }

    /// <inheritdoc/>
    public override void Apply(RmsPropRule rule, UpdatePointers memory, nint count)
    {
        var done = VectorUpdates<TMath, TVector>.Apply(rule, memory, count);
        VectorUpdates<SingleFloat, float>.Apply(rule, memory.From(done), count - done);
    }

    /// <inheritdoc/>
    public override void Apply(SgdRule rule, UpdatePointers memory, nint count)
    {
        var done = VectorUpdates<TMath, TVector>.Apply(rule, memory, count);
        VectorUpdates<SingleFloat, float>.Apply(rule, memory.From(done), count - done);
    }

    /// <inheritdoc/>
    public override void Apply(AverageRule rule, UpdatePointers memory, nint count)
    {
        var done = VectorUpdates<TMath, TVector>.Apply(rule, memory, count);
        VectorUpdates<SingleFloat, float>.Apply(rule, memory.From(done), count - done);
    }
}
