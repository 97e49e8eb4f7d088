using System.Globalization;
using Google.Protobuf;
using MlNetRecurrent.Files;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// Copies tensor values from external data files into the model, so that no later step opens a file that the model names.
/// https://onnx.ai/onnx/repo-docs/ExternalData.html
/// </summary>
internal static class ExternalData
{
    /// <summary>Returns the bytes of a file with all tensor values inside.</summary>
    /// <param name="model">The file, which has tensors with external data.</param>
    /// <param name="path">The path of the file; data files are read only from the same folder.</param>
    /// <exception cref="RecurrentModelException">
    /// A data file is in another folder, is missing, or does not hold the values; the message names the tensor.
    /// </exception>
    public static byte[] Inline(ModelProto model, string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var total = (long)model.CalculateSize();
        foreach (var tensor in model.Graph.Initializer.Where(IsExternal))
        {
            var bytes = Read(tensor, folder, total, text => new RecurrentModelException($"Model file '{path}': tensor '{tensor.Name}' {text}"));
            total += bytes.Length;
            tensor.RawData = UnsafeByteOperations.UnsafeWrap(bytes);
            tensor.ExternalData.Clear();
            tensor.ClearDataLocation();
        }

        return model.ToByteArray();
    }

    /// <summary>Returns the paths of the files that hold tensor values of a model.</summary>
    public static IEnumerable<string> FindFiles(ModelProto model, string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return model.Graph.Initializer.Where(IsExternal)
            .Select(tensor => Entry(tensor, "location"))
            .Distinct()
            .Select(location => location is null ? null : Find(location, folder))
            .OfType<string>();
    }

    /// <summary>Whether a tensor's values are in another file.</summary>
    public static bool IsExternal(TensorProto tensor) =>
        tensor.DataLocation == TensorProto.Types.DataLocation.External || tensor.ExternalData.Count > 0;

    private static byte[] Read(TensorProto tensor, string folder, long total, Func<string, RecurrentModelException> createError)
    {
        var location = Entry(tensor, "location") ?? throw createError("stores its values in another file, but does not name it.");
        var file = Find(location, folder)
            ?? throw createError($"stores its values in '{location}', which is not next to the model: only files in the model's folder are read.");
        try
        {
            using var stream = RegularFile.OpenRead(file);
            var offset = Number(tensor, "offset", createError) ?? 0;
            var length = Number(tensor, "length", createError) ?? stream.Length - offset;
            if (offset < 0 || length < 0 || length > stream.Length - offset)
                throw createError($"stores {length} bytes at offset {offset} of '{location}', which has {stream.Length} bytes.");
            if (length > Array.MaxLength - total)
                throw createError($"makes the model larger than {Array.MaxLength:N0} bytes, the maximum size of an ONNX file.");
            if (length != CountExpectedBytes(tensor, createError))
                throw createError($"stores {length} bytes in '{location}', but its shape requires {CountExpectedBytes(tensor, createError)}.");
            var bytes = new byte[length];
            stream.Position = offset;
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw createError($"stores its values in '{location}', which cannot be read: {exception.Message}");
        }
    }

    // Only a file name in the model's folder: no other folder, and no link to one.
    private static string? Find(string location, string folder)
    {
        var name = location.StartsWith("./", StringComparison.Ordinal) ? location[2..] : location;
        if (name.Length == 0 || name is "." or ".." || name.AsSpan().IndexOfAny("/\\:\0") >= 0)
            return null;
        var file = new FileInfo(Path.Combine(folder, name));
        return file.LinkTarget is null ? file.FullName : null;
    }

    private static long CountExpectedBytes(TensorProto tensor, Func<string, RecurrentModelException> createError)
    {
        var size = TensorShape.GetElementSize(tensor)
            ?? throw createError($"stores {(TensorProto.Types.DataType)tensor.DataType} values in another file, which is not supported.");
        var count = (long)size;
        foreach (var dimension in tensor.Dims)
        {
            count = dimension is >= 0 and <= int.MaxValue && (count *= dimension) <= Array.MaxLength
                ? count
                : throw createError($"has an invalid shape: [{string.Join(", ", tensor.Dims)}].");
        }

        return count;
    }

    private static long? Number(TensorProto tensor, string key, Func<string, RecurrentModelException> createError)
    {
        if (Entry(tensor, key) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw createError($"has the {key} '{text}' in its external data, expected a non-negative integer.");
    }

    private static string? Entry(TensorProto tensor, string key) => tensor.ExternalData.LastOrDefault(entry => entry.Key == key)?.Value;
}
