using System.Runtime.Intrinsics;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>The arithmetic of optimizers for one vector width: each update reads and writes every value once.</summary>
internal abstract unsafe class UpdateMath
{
    /// <summary>The widest vectors that this processor supports.</summary>
    public static UpdateMath Widest { get; } = VectorWidth.Widest.Floats switch
    {
        16 => new UpdateMath<Vectors512, Vector512<float>>(),
        8 => new UpdateMath<Vectors256, Vector256<float>>(),
        4 => new UpdateMath<Vectors128, Vector128<float>>(),
        _ => new UpdateMath<SingleFloat, float>(),
    };

    /// <summary>Returns the sum of the squares of values.</summary>
    public abstract double SumSquares(float* values, nint count);

    public abstract void Apply(AdamRule rule, UpdatePointers memory, nint count);

    public abstract void Apply(RmsPropRule rule, UpdatePointers memory, nint count);

    public abstract void Apply(SgdRule rule, UpdatePointers memory, nint count);

    public abstract void Apply(AverageRule rule, UpdatePointers memory, nint count);
}
