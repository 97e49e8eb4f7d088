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
            PanelProduct<TRows>.Eight(weights, bias, operands, target);
        else if (group == 4)
            PanelProduct<TRows>.Four(weights, bias, operands, target);
        else if (group == 6)
            PanelProduct<TRows>.Six(weights, bias, operands, target);
        else
            PanelProduct<TRows>.Sixteen(weights, bias, operands, target);
    }
}
