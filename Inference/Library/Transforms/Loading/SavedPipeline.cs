using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>A pipeline in a zip file, in which this library's transformers were saved as chains of stock transformers.</summary>
internal sealed class SavedPipeline(ZipArchive archive)
{
    /// <summary>The folder of the whole pipeline in the zip file.</summary>
    public const string Root = "TransformerChain";

    /// <summary>The number of transformers restored so far.</summary>
    public int RestoredCount { get; private set; }

    /// <summary>Replaces the chains of stock transformers with the transformers they were saved for, and disposes the chains.</summary>
    /// <param name="transformer">The transformer that ML.NET loaded.</param>
    /// <param name="folder">The folder of the transformer in the zip file.</param>
    /// <param name="schema">The input schema of the transformer.</param>
    public ITransformer Restore(ITransformer transformer, string folder, DataViewSchema schema)
    {
        if (transformer is not IEnumerable<ITransformer> chain)
            return transformer;
        var steps = chain.ToList();
        for (var index = 0; index < steps.Count; index++)
        {
            if (ReadStockGraph($"{GetStepFolder(folder, index)}/OnnxModel") is not { } saved)
                continue;
            (transformer as IDisposable)?.Dispose();
            RestoredCount++;
            return RecurrentTransformer.Create(saved.File, saved.Options, schema);
        }

        for (var index = 0; index < steps.Count; index++)
        {
            steps[index] = Restore(steps[index], GetStepFolder(folder, index), schema);
            schema = steps[index].GetOutputSchema(schema);
        }

        return new TransformerChain<ITransformer>([.. steps]);
    }

    private static string GetStepFolder(string folder, int index) => FormattableString.Invariant($"{folder}/Transform_{index:000}");

    private (byte[] File, RecurrentScoringOptions Options)? ReadStockGraph(string path)
    {
        // Zip files written on Windows use either kind of slash.
        var entry = archive.GetEntry(path) ?? archive.GetEntry(path.Replace('/', '\\'));
        if (entry is null)
            return null;
        using var reader = new BinaryReader(entry.Open());
        return StockGraph.Restore(reader.ReadBytes(reader.ReadInt32()), path);
    }
}
