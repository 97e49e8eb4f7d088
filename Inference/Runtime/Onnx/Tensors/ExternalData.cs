using System.Globalization;
using Google.Protobuf;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// Takes the numbers that tensors keep in other files into the model, so that whoever reads or runs it opens no file that the model names.
/// https://onnx.ai/onnx/repo-docs/ExternalData.html
/// </summary>
internal static class ExternalData
{
    /// <summary>The bytes of a file with all its numbers inside.</summary>
    /// <param name="model">The file, which has tensors with external data.</param>
    /// <param name="path">Its path: data files are read from beside it, and from nowhere else.</param>
    /// <exception cref="RecurrentModelException">A data file lies elsewhere, is missing, or does not hold the numbers; the message names the tensor.</exception>
    public static byte[] Inline(ModelProto model, string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var total = (long)model.CalculateSize();
        foreach (var tensor in model.Graph.Initializer.Where(IsExternal))
        {
            var fault = new Func<string, RecurrentModelException>(text => new RecurrentModelException($"Model file '{path}': tensor '{tensor.Name}' {text}"));
            var bytes = Read(tensor, folder, total, fault);
            total += bytes.Length;
            tensor.RawData = UnsafeByteOperations.UnsafeWrap(bytes);
            tensor.ExternalData.Clear();
            tensor.ClearDataLocation();
        }

        return model.ToByteArray();
    }

    /// <summary>Whether a tensor's numbers are in another file.</summary>
    public static bool IsExternal(TensorProto tensor) => tensor.DataLocation == TensorProto.Types.DataLocation.External || tensor.ExternalData.Count > 0;

    private static byte[] Read(TensorProto tensor, string folder, long total, Func<string, RecurrentModelException> fault)
    {
        var location = Entry(tensor, "location") ?? throw fault("keeps its numbers in another file, but does not say in which.");
        var file = Find(location, folder) ?? throw fault($"keeps its numbers in '{location}', which does not lie beside the model: only files in its folder are read.");
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            var offset = Number(tensor, "offset", fault) ?? 0;
            var length = Number(tensor, "length", fault) ?? stream.Length - offset;
            if (offset < 0 || length < 0 || length > stream.Length - offset)
                throw fault($"keeps {length} bytes at {offset} of '{location}', which has {stream.Length} bytes.");
            if (length > Array.MaxLength - total)
                throw fault($"takes the model beyond {Array.MaxLength:N0} bytes, the most that an ONNX file may hold.");
            if (length != Expected(tensor, fault))
                throw fault($"keeps {length} bytes in '{location}', but its shape says {Expected(tensor, fault)}.");
            var bytes = new byte[length];
            stream.Position = offset;
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw fault($"keeps its numbers in '{location}', which cannot be read: {exception.Message}");
        }
    }

    // Beside the model, by name: no other folder, and no link that leads to one.
    private static string? Find(string location, string folder)
    {
        var name = location.StartsWith("./", StringComparison.Ordinal) ? location[2..] : location;
        if (name.Length == 0 || name is "." or ".." || name.AsSpan().IndexOfAny("/\\:\0") >= 0)
            return null;
        var file = new FileInfo(Path.Combine(folder, name));
        return file.LinkTarget is null ? file.FullName : null;
    }

    private static long Expected(TensorProto tensor, Func<string, RecurrentModelException> fault)
    {
        var size = TensorShape.ElementSize(tensor) ?? throw fault($"keeps {(TensorProto.Types.DataType)tensor.DataType} in another file, which is not supported.");
        var count = (long)size;
        foreach (var dimension in tensor.Dims)
        {
            count = dimension is >= 0 and <= int.MaxValue && (count *= dimension) <= Array.MaxLength
                ? count
                : throw fault($"has the shape [{string.Join(", ", tensor.Dims)}], which cannot be.");
        }

        return count;
    }

    private static long? Number(TensorProto tensor, string key, Func<string, RecurrentModelException> fault)
    {
        if (Entry(tensor, key) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw fault($"keeps its numbers at {key} '{text}', expected a number.");
    }

    private static string? Entry(TensorProto tensor, string key) => tensor.ExternalData.LastOrDefault(entry => entry.Key == key)?.Value;
}
