namespace MlNetRecurrent;

/// <summary>The names in a saved pipeline of the values of each enumeration. They are stored in files: none may change.</summary>
internal static class ScoringOptionsNames
{
    internal sealed class Policies() : NamedValueConverter<NonFinitePolicy>(
        ("ScoreNaN", NonFinitePolicy.ScoreNaN),
        ("Throw", NonFinitePolicy.Throw));

    internal sealed class Engines() : NamedValueConverter<RecurrentEngine>(
        ("Auto", RecurrentEngine.Auto),
        ("Managed", RecurrentEngine.Managed),
        ("OnnxRuntime", RecurrentEngine.OnnxRuntime));
}
