using Microsoft.ML;
using MlNetRecurrent.Files;

namespace MlNetRecurrent;

/// <summary>Loads saved pipelines with this library's transformers in place of the stock transformers that were saved for them.</summary>
internal static class PipelineLoader
{
    /// <summary>Loads a pipeline from a zip file.</summary>
    /// <exception cref="RecurrentModelException">The file cannot be read, or its pipeline is rejected or cannot be restored.</exception>
    public static ITransformer FromFile(ModelOperationsCatalog catalog, string path, PipelineLoadOptions options, out DataViewSchema inputSchema)
    {
        try
        {
            using var stream = RegularFile.OpenRead(path);
            return Load(catalog, stream, $"'{path}'", options, out inputSchema);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RecurrentModelException(
                $"Saved pipeline '{path}' does not exist: save a pipeline with ml.Model.Save, or correct the path.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new RecurrentModelException($"Saved pipeline '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Loads a pipeline from a stream, which need not be seekable and is left open.</summary>
    /// <exception cref="RecurrentModelException">The pipeline is rejected or cannot be restored.</exception>
    public static ITransformer FromStream(ModelOperationsCatalog catalog, Stream stream, PipelineLoadOptions options, out DataViewSchema inputSchema)
    {
        const string Name = "in the stream";
        using var copy = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            RequireSize(copy.Length + count, Name, options);
            copy.Write(buffer, 0, count);
        }

        return Load(catalog, copy, Name, options, out inputSchema);
    }

    private static ITransformer Load(
        ModelOperationsCatalog catalog, Stream stream, string name, PipelineLoadOptions options, out DataViewSchema inputSchema)
    {
        RequireSize(stream.Length, name, options);
        var pipeline = Read(stream, name, options);
        try
        {
            using var stock = pipeline.WriteStockFile();
            var loaded = catalog.Load(stock, out inputSchema);
            try
            {
                return pipeline.Restore(loaded, inputSchema);
            }
            catch
            {
                // A stock transformer may keep a model in a temporary file until it is disposed.
                (loaded as IDisposable)?.Dispose();
                throw;
            }
        }
        catch (Exception exception)
        {
            // ML.NET and its transformers throw exceptions of any type for damaged contents.
            throw new RecurrentModelException($"Saved pipeline {name} cannot be loaded: {Describe(exception.GetBaseException())}", exception);
        }
    }

    private static SavedPipeline Read(Stream stream, string name, PipelineLoadOptions options)
    {
        try
        {
            stream.Position = 0;
            var budget = new ContentBudget(stream.Length, options.MaxSize);
            return SavedPipeline.Read(PipelineArchive.Read(stream, budget), budget, options);
        }
        catch (NotSupportedException exception)
        {
            throw new RecurrentModelException($"Saved pipeline {name} {exception.Message}", exception);
        }
        catch (RecurrentModelException exception)
        {
            throw new RecurrentModelException($"Saved pipeline {name} cannot be loaded: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new RecurrentModelException(
                $"Saved pipeline {name} is not an ML.NET zip file or is damaged: {Describe(exception)}", exception);
        }
    }

    private static void RequireSize(long size, string name, PipelineLoadOptions options)
    {
        if (size > options.MaxSize)
        {
            throw new RecurrentModelException(
                $"Saved pipeline {name} has more than {options.MaxSize:N0} bytes: if you trust it, pass a larger "
                + $"{nameof(PipelineLoadOptions)}.{nameof(PipelineLoadOptions.MaxSize)} to LoadRecurrent.");
        }
    }

    private static string Describe(Exception exception) => exception.Message.ReplaceLineEndings("\n").Split('\n')[0];
}
