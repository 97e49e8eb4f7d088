using System.IO.Compression;
using MlNetRecurrent;

namespace Microsoft.ML;

/// <summary>Recurrent models among the model operations of an <see cref="MLContext"/>.</summary>
public static class RecurrentModelCatalog
{
    /// <summary>Loads a pipeline that <c>ml.Model.Save</c> wrote, with this library's transformers and their options in it instead of the stock ones that it was saved as.</summary>
    /// <param name="catalog">The model operations of an <see cref="MLContext"/>.</param>
    /// <param name="filePath">The path of the zip file.</param>
    /// <param name="inputSchema">The schema of the data that the pipeline was saved for.</param>
    /// <exception cref="RecurrentModelException">The file is missing or no saved pipeline, was saved without a schema, or holds no model of this library.</exception>
    public static ITransformer LoadRecurrent(this ModelOperationsCatalog catalog, string filePath, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        try
        {
            using var stream = File.OpenRead(filePath);
            return Load(catalog, stream, $"'{filePath}'", out inputSchema);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RecurrentModelException($"Saved pipeline '{filePath}' does not exist: save one by ml.Model.Save, or correct the path.", exception);
        }
    }

    /// <summary>Loads a pipeline that <c>ml.Model.Save</c> wrote, with this library's transformers and their options in it instead of the stock ones that it was saved as.</summary>
    /// <param name="catalog">The model operations of an <see cref="MLContext"/>.</param>
    /// <param name="stream">The zip file. It stays open, and need not be seekable.</param>
    /// <param name="inputSchema">The schema of the data that the pipeline was saved for.</param>
    /// <exception cref="RecurrentModelException">The stream is no saved pipeline, was saved without a schema, or holds no model of this library.</exception>
    public static ITransformer LoadRecurrent(this ModelOperationsCatalog catalog, Stream stream, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(stream);
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
            throw new RecurrentModelException($"Saved pipeline {name} is no zip file of ML.NET or is damaged: {exception.Message}", exception);
        }
    }

    private static ITransformer Restore(ITransformer loaded, ZipArchive archive, string name, DataViewSchema? inputSchema)
    {
        try
        {
            if (inputSchema is null)
                throw new RecurrentModelException($"Saved pipeline {name} has no schema: give ml.Model.Save the schema of the data.");
            var pipeline = new SavedPipeline(archive);
            var restored = pipeline.Restore(loaded, SavedPipeline.Root, inputSchema);
            return pipeline.Restored > 0
                ? restored
                : throw new RecurrentModelException($"Saved pipeline {name} holds no model of this library: ml.Model.Load opens it as it is.");
        }
        catch
        {
            // The stock transformer keeps the model in a temporary file until it is closed.
            (loaded as IDisposable)?.Dispose();
            throw;
        }
    }
}
