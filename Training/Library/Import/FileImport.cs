namespace MlNetRecurrent.Training;

/// <summary>Imports a file into a file of this library, for <see cref="OnnxImporter.ImportToFile"/>.</summary>
internal static class FileImport
{
    /// <summary>Imports a file.</summary>
    /// <param name="path">The file to import.</param>
    /// <param name="target">The file to write.</param>
    /// <param name="options">The import options, or null for the defaults.</param>
    /// <param name="export">The export options, or null for the defaults.</param>
    /// <param name="force">Whether to replace a file that is not a model, or whose signature differs.</param>
    /// <param name="forceAdvice">The sentence that says how to force it.</param>
    /// <exception cref="ArgumentException">The existing file is not a model, or its signature differs.</exception>
    /// <exception cref="IOException">Another writer uses the output file, or it cannot be written.</exception>
    public static ImportedFile Run(
        string path, string target, ImportOptions? options, ExportOptions? export, bool force, string forceAdvice)
    {
        var imported = OnnxImporter.Import(path, options);
        using var network = imported.Network;
        using var held = ModelLock.Acquire(target, "import");
        var history = new ModelHistory(target);
        // Only files of the user's are kept: where there is none, there is nothing to lose.
        var current = File.Exists(held.Target) ? history.ReadCurrent() : null;
        if (current is not null && !force)
            CheckReplaced(path, target, ModelSignature.FromCard(imported.Card), current, forceAdvice);
        var exported = OnnxExporter.Export(network, imported.Card, export);
        if (current is null)
        {
            exported.SaveLocked(held);
            return new ImportedFile(imported, exported, null);
        }

        if (exported.Bytes.Span.SequenceEqual(current))
            return new ImportedFile(imported, exported, null);
        var kept = history.Replace(held, current, exported.Bytes.ToArray());
        return new ImportedFile(imported, exported, history.GetFile(kept));
    }

    private static void CheckReplaced(string path, string target, ModelSignature next, byte[] current, string forceAdvice)
    {
        if (ModelReplacement.TryReadSignature(current, target, out var reason) is not { } replaced)
        {
            throw new ArgumentException(
                $"'{target}' exists, and its inputs and outputs cannot be compared with those of '{path}': {reason} {forceAdvice}");
        }

        var differences = string.Join("; ", next.FindDifferences(replaced));
        if (differences.Length > 0)
            throw new ArgumentException($"'{path}' cannot replace '{target}': {differences}. {forceAdvice}");
    }
}
