using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Puts this library's transformers back into a pipeline that was loaded from a zip file.</summary>
internal sealed class SavedPipeline(ZipArchive archive)
{
    /// <summary>The folder of the whole pipeline in the zip file.</summary>
    public const string Root = "TransformerChain";

    /// <summary>How many transformers were put back.</summary>
    public int Restored { get; private set; }

    /// <summary>A transformer with this library's in place of the chains that they were saved as, which are closed.</summary>
    /// <param name="transformer">As ML.NET loaded it.</param>
    /// <param name="folder">Where it stands in the zip file.</param>
    /// <param name="schema">The schema of the data that reach it.</param>
    public ITransformer Restore(ITransformer transformer, string folder, DataViewSchema schema)
    {
        if (transformer is not IEnumerable<ITransformer> chain)
            return transformer;
        var steps = chain.ToList();
        for (var index = 0; index < steps.Count; index++)
        {
            if (StockGraphIn($"{Place(folder, index)}/OnnxModel") is not { } saved)
                continue;
            (transformer as IDisposable)?.Dispose();
            Restored++;
            return RecurrentTransformer.Create(saved.File, saved.Options, schema);
        }

        for (var index = 0; index < steps.Count; index++)
        {
            steps[index] = Restore(steps[index], Place(folder, index), schema);
            schema = steps[index].GetOutputSchema(schema);
        }

        return new TransformerChain<ITransformer>([.. steps]);
    }

    private static string Place(string folder, int index) => FormattableString.Invariant($"{folder}/Transform_{index:000}");

    private (byte[] File, RecurrentScoringOptions Options)? StockGraphIn(string place)
    {
        // Zip files that were written on Windows have either kind of slash.
        var entry = archive.GetEntry(place) ?? archive.GetEntry(place.Replace('/', '\\'));
        if (entry is null)
            return null;
        using var reader = new BinaryReader(entry.Open());
        return StockGraph.Restore(reader.ReadBytes(reader.ReadInt32()));
    }
}
