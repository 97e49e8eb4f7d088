using System.Numerics;
using System.Runtime.InteropServices;

namespace MlNetRecurrent.Kernels;

/// <summary>A NaN anywhere in a sequence makes every value of its answer and of its final state NaN, and of no other.</summary>
internal static unsafe class NotANumber
{
    /// <summary>Whether there is a NaN among values.</summary>
    public static bool IsIn(ReadOnlySpan<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (var vector in vectors)
        {
            if (!Vector.EqualsAll(vector, vector))
                return true;
        }

        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
        {
            if (float.IsNaN(value))
                return true;
        }

        return false;
    }

    /// <summary>Overwrites what was computed from a NaN.</summary>
    public static void Spread(PackedNetwork network, in SequenceTask task)
    {
        if (task.Values == null || !IsIn(new ReadOnlySpan<float>(task.Values, checked(task.Length * network.Network.Features))))
            return;
        var answers = network.Network.AnswersEveryStep ? task.Length : 1;
        new Span<float>(task.Answer, answers * network.Network.Outputs).Fill(float.NaN);
        if (task.Final != null)
            new Span<float>(task.Final, network.State.Size).Fill(float.NaN);
    }
}
