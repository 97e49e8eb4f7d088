using System.Runtime.CompilerServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>The product of a group of units of any size.</summary>
internal static unsafe class GroupProduct<TRows>
    where TRows : struct, IRowVectors<TRows>
{
    /// <summary>Computes the sums of a group of 4, 6, 8 or 16 units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(int group, float* weights, float* bias, in Operands operands, float* target)
    {
        if (group == 8)
            LineProduct<TRows>.Eight(weights, 8, bias, operands, target);
        else if (group == 4)
            LineProduct<TRows>.Four(weights, 4, bias, operands, target);
        else if (group == 6)
            LineProduct<TRows>.Six(weights, 6, bias, operands, target);
        else
            LineProduct<TRows>.Sixteen(weights, 16, bias, operands, target);
    }
}
