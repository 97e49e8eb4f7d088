using System.Runtime.CompilerServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>Updates of whole vectors. Each method returns the number of values that it has updated; less than a vector is left.</summary>
/// <remarks>The order of the operations is that of LibTorch's optimizers, so that rounding differs as little as possible.</remarks>
internal static unsafe class VectorUpdates<TMath, TVector>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static nint Apply(AdamRule rule, UpdatePointers memory, nint count)
    {
        var (scale, decay) = (TMath.Broadcast(rule.GradientScale), TMath.Broadcast(rule.Decay));
        var (beta1, share1) = (TMath.Broadcast(rule.Beta1), TMath.Broadcast(rule.Share1));
        var (beta2, share2) = (TMath.Broadcast(rule.Beta2), TMath.Broadcast(rule.Share2));
        var (rate, factor) = (TMath.Broadcast(-rule.Rate), TMath.Broadcast(rule.WeightFactor));
        var (rootScale, epsilon) = (TMath.Broadcast(rule.RootScale), TMath.Broadcast(rule.Epsilon));
        var averageShare = TMath.Broadcast(rule.AverageShare);
        var hasDecay = rule.Decay != 0;
        nint index = 0;
        for (; index <= count - TMath.Width; index += TMath.Width)
        {
            var weight = TMath.Load(memory.Weight + index);
            var gradient = Scale(TMath.Load(memory.Gradient + index), weight, scale, decay, hasDecay);
            // m = β₁ m + (1 - β₁) g
            var mean = TMath.MultiplyAdd(gradient, share1, TMath.Multiply(TMath.Load(memory.First + index), beta1));
            TMath.Store(mean, memory.First + index);
            // v = β₂ v + (1 - β₂) g²
            var square = TMath.MultiplyAdd(
                TMath.Multiply(share2, gradient), gradient, TMath.Multiply(TMath.Load(memory.Second + index), beta2));
            TMath.Store(square, memory.Second + index);
            var divisor = TMath.MultiplyAdd(TMath.Sqrt(square), rootScale, epsilon);
            weight = TMath.Add(TMath.Multiply(weight, factor), TMath.Divide(TMath.Multiply(rate, mean), divisor));
            Store(weight, memory, index, averageShare);
        }

        return index;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static nint Apply(RmsPropRule rule, UpdatePointers memory, nint count)
    {
        var (scale, decay) = (TMath.Broadcast(rule.GradientScale), TMath.Broadcast(rule.Decay));
        var (alpha, share) = (TMath.Broadcast(rule.Alpha), TMath.Broadcast(rule.Share));
        var (rate, epsilon) = (TMath.Broadcast(-rule.Rate), TMath.Broadcast(rule.Epsilon));
        var (momentum, averageShare) = (TMath.Broadcast(rule.Momentum), TMath.Broadcast(rule.AverageShare));
        var (hasDecay, hasMomentum) = (rule.Decay != 0, rule.Momentum != 0);
        nint index = 0;
        for (; index <= count - TMath.Width; index += TMath.Width)
        {
            var weight = TMath.Load(memory.Weight + index);
            var gradient = Scale(TMath.Load(memory.Gradient + index), weight, scale, decay, hasDecay);
            // v = α v + (1 - α) g²
            var square = TMath.MultiplyAdd(
                TMath.Multiply(share, gradient), gradient, TMath.Multiply(TMath.Load(memory.Second + index), alpha));
            TMath.Store(square, memory.Second + index);
            var divisor = TMath.Add(TMath.Sqrt(square), epsilon);
            if (hasMomentum)
            {
                // b = momentum b + g / (sqrt(v) + ε)
                var buffer = TMath.Add(TMath.Multiply(TMath.Load(memory.First + index), momentum), TMath.Divide(gradient, divisor));
                TMath.Store(buffer, memory.First + index);
                weight = TMath.MultiplyAdd(buffer, rate, weight);
            }
            else
            {
                weight = TMath.Add(weight, TMath.Divide(TMath.Multiply(rate, gradient), divisor));
            }

            Store(weight, memory, index, averageShare);
        }

        return index;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static nint Apply(SgdRule rule, UpdatePointers memory, nint count)
    {
        var (scale, decay) = (TMath.Broadcast(rule.GradientScale), TMath.Broadcast(rule.Decay));
        var (momentum, share) = (TMath.Broadcast(rule.Momentum), TMath.Broadcast(rule.Share));
        var rate = TMath.Broadcast(-rule.Rate);
        var averageShare = TMath.Broadcast(rule.AverageShare);
        var (hasDecay, hasMomentum) = (rule.Decay != 0, memory.First != null);
        nint index = 0;
        for (; index <= count - TMath.Width; index += TMath.Width)
        {
            var weight = TMath.Load(memory.Weight + index);
            var update = Scale(TMath.Load(memory.Gradient + index), weight, scale, decay, hasDecay);
            if (hasMomentum)
            {
                // b = momentum b + (1 - dampening) g
                var buffer = TMath.MultiplyAdd(update, share, TMath.Multiply(TMath.Load(memory.First + index), momentum));
                TMath.Store(buffer, memory.First + index);
                update = rule.IsNesterov ? TMath.MultiplyAdd(buffer, momentum, update) : buffer;
            }

            Store(TMath.MultiplyAdd(update, rate, weight), memory, index, averageShare);
        }

        return index;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static nint Apply(AverageRule rule, UpdatePointers memory, nint count)
    {
        var averageShare = TMath.Broadcast(rule.AverageShare);
        nint index = 0;
        for (; index <= count - TMath.Width; index += TMath.Width)
            AddToAverage(TMath.Load(memory.Weight + index), memory, index, averageShare);
        return index;
    }

    // The gradient of the clipped loss, and that of decay / 2 |w|².
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Scale(TVector gradient, TVector weight, TVector scale, TVector decay, bool hasDecay)
    {
        gradient = TMath.Multiply(gradient, scale);
        return hasDecay ? TMath.MultiplyAdd(weight, decay, gradient) : gradient;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector weight, in UpdatePointers memory, nint index, TVector averageShare)
    {
        TMath.Store(weight, memory.Weight + index);
        if (memory.Average != null)
            AddToAverage(weight, memory, index, averageShare);
    }

    // a = a + (1 - decay) (w - a)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddToAverage(TVector weight, in UpdatePointers memory, nint index, TVector averageShare)
    {
        var average = TMath.Load(memory.Average + index);
        TMath.Store(TMath.MultiplyAdd(TMath.Subtract(weight, average), averageShare, average), memory.Average + index);
    }
}
