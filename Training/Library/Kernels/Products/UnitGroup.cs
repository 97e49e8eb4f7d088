using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>The sizes of the groups in which units are computed: as many as fill the vector registers with sums.</summary>
internal static class UnitGroup
{
    /// <summary>The smallest group: units are padded to whole groups of this size.</summary>
    public const int Smallest = 4;

    /// <summary>The largest group.</summary>
    public const int Largest = 16;

    /// <summary>Rounds a number of units up.</summary>
    public static int Pad(int units) => (units + Smallest - 1) / Smallest * Smallest;

    /// <summary>The size of the next group.</summary>
    /// <typeparam name="TMath">The operations of the vector type.</typeparam>
    /// <typeparam name="TVector">The vector type.</typeparam>
    /// <param name="remaining">The number of remaining units, which are padded if they are fewer.</param>
    /// <param name="vectors">The number of row vectors of the block.</param>
    public static int Next<TMath, TVector>(int remaining, int vectors)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        var most = (vectors, TMath.HasManyRegisters) switch
        {
            (1, true) => 16,
            (1, false) or (_, true) => 8,
            _ => 4,
        };
        return remaining > 12 && most == 16 ? 16 : remaining > 4 && most >= 8 ? 8 : 4;
    }
}
