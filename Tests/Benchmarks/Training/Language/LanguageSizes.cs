namespace MlNetRecurrent.Benchmarks;

/// <summary>The sizes of a language model of one layer: by default, those of the console.</summary>
internal sealed record LanguageSizes(int Vocabulary)
{
    public int Embedding => 32;

    public int Hidden => 320;

    public double Dropout => 0.3;
}
