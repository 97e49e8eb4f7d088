using System.IO.Compression;
using Microsoft.ML;

namespace MlNetRecurrent;

/// <summary>Loads saved pipelines with this library's transformers in place of the stock transformers that were saved for them.</summary>
internal static class PipelineLoader
{
    /// <summary>Loads a pipeline from a zip file.</summary>
    /// <exception cref="RecurrentModelException">The file is missing, or its pipeline cannot be restored.</exception>
    public static ITransformer FromFile(ModelOperationsCatalog catalog, string path, out DataViewSchema inputSchema)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Load(catalog, stream, $"'{path}'", out inputSchema);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RecurrentModelException(
                $"Saved pipeline '{path}' does not exist: save a pipeline with ml.Model.Save, or correct the path.", exception);
        }
    }

    /// <summary>Loads a pipeline from a stream, which need not be seekable and is left open.</summary>
    /// <exception cref="RecurrentModelException">The pipeline cannot be restored.</exception>
    public static ITransformer FromStream(ModelOperationsCatalog catalog, Stream stream, out DataViewSchema inputSchema)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return Load(catalog, copy, "in the stream", out inputSchema);
    }

    private static ITransformer Load(ModelOperationsCatalog catalog, Stream stream, string name, out DataViewSchema inputSchema)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            stream.Position = 0;
            var loaded = catalog.Load(stream, out inputSchema);
            return Restore(loaded, archive, name, inputSchema);
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            throw new RecurrentModelException($"Saved pipeline {name} is not an ML.NET zip file or is damaged: {exception.Message}", exception);
        }
    }

    private static ITransformer Restore(ITransformer loaded, ZipArchive archive, string name, DataViewSchema? inputSchema)
    {
        try
        {
            if (inputSchema is null)
                throw new RecurrentModelException($"Saved pipeline {name} has no schema: pass the schema of the data to ml.Model.Save.");
            var pipeline = new SavedPipeline(archive);
            var restored = pipeline.Restore(loaded, SavedPipeline.Root, inputSchema);
            return pipeline.RestoredCount > 0
                ? restored
                : throw new RecurrentModelException($"Saved pipeline {name} contains no recurrent model: load it with ml.Model.Load.");
        }
        catch
        {
            // The stock transformer keeps the model in a temporary file until it is disposed.
            (loaded as IDisposable)?.Dispose();
            throw;
        }
    }
}
