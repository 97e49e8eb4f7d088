using Microsoft.ML;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Calls getters as functions.</summary>
internal static class Getters
{
    /// <summary>Returns the value of the current row.</summary>
    public static T Get<T>(this ValueGetter<T> getter)
    {
        T value = default!;
        getter(ref value);
        return value;
    }
}
