using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>What follows from the probabilities of classes.</summary>
internal static class ClassDecision
{
    /// <summary>Below this a probability counts as this much: its logarithm stays finite. The smallest normal number, 2^-126.</summary>
    public const float MinProbability = 1.17549435e-38f;

    /// <summary>ML.NET's key of the most probable class, from 1; 0, a missing key, where the probabilities are not numbers. Of equal classes the first wins.</summary>
    public static uint GetKey(ReadOnlySpan<float> probabilities)
    {
        var best = 0;
        for (var index = 0; index < probabilities.Length; index++)
        {
            if (float.IsNaN(probabilities[index]))
                return 0;
            if (probabilities[index] > probabilities[best])
                best = index;
        }

        return (uint)best + 1;
    }

    /// <summary>The keys of the most probable classes of each time step, from [time, classes].</summary>
    public static void GetStepKeys(ReadOnlySpan<float> probabilities, int classes, ref VBuffer<uint> keys)
    {
        var editor = VBufferEditor.Create(ref keys, probabilities.Length / classes);
        for (var step = 0; step < editor.Values.Length; step++)
            editor.Values[step] = GetKey(probabilities.Slice(step * classes, classes));
        keys = editor.Commit();
    }

    /// <summary>The log-odds of the second of two classes, log p1 - log p0: above 0 where it is the more probable one, which is how ML.NET reads a binary score.</summary>
    public static float LogOdds(ReadOnlySpan<float> probabilities) =>
        MathF.Log(MathF.Max(probabilities[1], MinProbability)) - MathF.Log(MathF.Max(probabilities[0], MinProbability));
}
