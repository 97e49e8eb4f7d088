using System.Security.Cryptography;

namespace MlNetRecurrent.Onnx;

/// <summary>A file that has been scanned and parsed.</summary>
/// <param name="Bytes">The bytes of the file, with the values of all tensors inside.</param>
/// <param name="Name">The name of the file in error messages.</param>
/// <param name="Model">The parsed messages.</param>
/// <param name="UnknownField">A description of the first unknown field, for error messages; or null.</param>
internal sealed record ParsedFile(byte[] Bytes, string Name, ModelProto Model, string? UnknownField)
{
    private byte[]? _hash;

    /// <summary>The SHA-256 hash of the bytes, computed once.</summary>
    public ReadOnlySpan<byte> Hash => _hash ??= SHA256.HashData(Bytes);
}
