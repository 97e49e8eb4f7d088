namespace MlNetRecurrent.Engine;

/// <summary>
/// What the kernels ask of a vector type. They are written once against this contract; the just-in-time compiler turns each
/// use into the instruction, because implementations and vectors are structs.
/// </summary>
/// <typeparam name="TVector">The vector, or a single float where the processor has none.</typeparam>
internal unsafe interface IVectorMath<TVector>
    where TVector : struct
{
    /// <summary>How many floats a vector holds: 16, 8, 4 or 1.</summary>
    static abstract int Width { get; }

    /// <summary>Whether there are 32 vector registers instead of 16, so that larger tiles stay in them.</summary>
    static abstract bool HasManyRegisters { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* target);

    static abstract TVector Broadcast(float value);

    /// <summary>left * right + addend, rounded once where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    static abstract TVector Sqrt(TVector value);

    /// <summary>The larger value; where one is NaN, either.</summary>
    static abstract TVector Max(TVector left, TVector right);

    /// <summary>The value, not below -bound and not above bound; NaN stays NaN.</summary>
    static abstract TVector Clamp(TVector value, TVector bound);

    /// <summary>The value, or 0 where it is negative; NaN stays NaN.</summary>
    static abstract TVector Relu(TVector value);

    /// <summary>The lowest nine bits of each float moved to where a float keeps its sign and exponent.</summary>
    static abstract TVector LowBitsAsExponent(TVector value);

    /// <summary>Whether <see cref="Min"/>, <see cref="FromSixteenth"/> and <see cref="TablePower"/> are there: a table in a register, and an instruction that scales by a power of two.</summary>
    static virtual bool HasPowerTable => false;

    /// <summary>The value, not above a bound; NaN stays NaN.</summary>
    static virtual TVector Min(TVector value, TVector bound) => throw new NotSupportedException("Only where HasPowerTable is true.");

    /// <summary>The value less the nearest multiple of 1/16; 0 for an infinite one.</summary>
    static virtual TVector FromSixteenth(TVector value) => throw new NotSupportedException("Only where HasPowerTable is true.");

    /// <summary>2^<paramref name="power"/>, of multiples of 1/16.</summary>
    /// <param name="power">The power.</param>
    /// <param name="sixteenths">Floats whose lowest four bits count the sixteenths above the next lower integer.</param>
    static virtual TVector TablePower(TVector power, TVector sixteenths) => throw new NotSupportedException("Only where HasPowerTable is true.");
}
