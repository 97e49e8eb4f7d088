namespace MlNetRecurrent;

/// <summary>The names of enumeration values in saved pipelines. Files contain them, so they must not change.</summary>
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
