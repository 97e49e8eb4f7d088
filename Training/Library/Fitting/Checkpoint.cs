using System.Buffers.Binary;
using System.Text;
using MlNetRecurrent.Files;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>A file with the state of a fit after an epoch, from which the fit can be resumed as if it had never stopped.</summary>
/// <remarks>
/// <para>
/// The file is whole at every moment: it is written beside its place, flushed to the disk and renamed, and its folder is flushed too. What a fit
/// reports as done stays after a power loss on file systems that honor <c>fsync</c>; at most the epoch that was running is lost.
/// </para>
/// <para>
/// A <see cref="CheckpointHeader"/> with a checksum precedes the contents. Version 0.1 wrote the contents alone, after a magic number of its own: in
/// such a file, names, types, shapes and lengths are checked, and values as far as they give damage away.
/// </para>
/// </remarks>
internal sealed class Checkpoint
{
    // "MRC" and the version of the format.
    private const int MagicOfVersion01 = 0x4D524302;

    private readonly string _path;
    private readonly string _identity;
    private readonly Action<string, byte[]> _write;

    /// <param name="path">The file.</param>
    /// <param name="identity">The identity of the fit: <see cref="FitIdentity"/>.</param>
    /// <param name="write">Writes a file atomically; null for <see cref="AtomicFile.Write"/>.</param>
    public Checkpoint(string path, string identity, Action<string, byte[]>? write = null)
    {
        (_path, _identity) = (path, identity);
        _write = write ?? ((file, bytes) => AtomicFile.Write(file, bytes));
    }

    /// <summary>Writes the state of a fit.</summary>
    /// <exception cref="IOException">The file cannot be written; an existing file is left unchanged.</exception>
    public void Write(nn.Module network, OptimizerHelper optimizer, FitState state, WeightAverage? average = null)
    {
        using var scope = NewDisposeScope();
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(new byte[CheckpointHeader.Length]);
            writer.Write(_identity);
            state.Write(writer);
            if (average is not null)
                AverageFrames.Write(writer, average, network);
            using (var weights = WeightSnapshot.Capture(network))
                weights.Write(writer);
            var generator = Generator.Default.get_state().bytes;
            writer.Write(generator.Length);
            writer.Write(generator);
            OptimizerFrames.Write(writer, optimizer);
        }

        var file = buffer.ToArray();
        CheckpointHeader.Write(file);
        try
        {
            _write(_path, file);
        }
        catch (IOException exception)
        {
            throw new IOException(
                $"The checkpoint of epoch {state.Epoch} was not saved: {exception.Message} "
                + "The previous checkpoint is intact; the fit can be resumed from it.",
                exception);
        }
    }

    /// <summary>Restores the state of a fit.</summary>
    /// <returns>The state, or null if there is no checkpoint.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, belongs to another fit, or was written by a newer version.</exception>
    public FitState? Read(RecurrentNetwork network, OptimizerHelper optimizer, WeightAverage? average = null) =>
        FileStatus.Find(_path) is null ? null : Restore(ReadBytes(), network, optimizer, average);

    /// <summary>Restores the state of a fit from the bytes of a file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, belongs to another fit, or was written by a newer version.</exception>
    public FitState Restore(byte[] file, RecurrentNetwork network, OptimizerHelper optimizer, WeightAverage? average = null)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(file), Encoding.UTF8);
            var start = FindContents(file);
            reader.BaseStream.Position = start;
            return ReadContents(reader, network, optimizer, average, hasChecksum: start == CheckpointHeader.Length);
        }
        // The reader is one of memory: what it reports is the contents.
        catch (Exception exception) when (exception is FormatException or IOException)
        {
            var reason = exception is FormatException ? exception.Message : "it ends too early";
            throw new InvalidDataException(
                $"Checkpoint '{_path}' is damaged: {reason}. Delete it to start over, or replace it with an intact copy.", exception);
        }
    }

    private byte[] ReadBytes()
    {
        try
        {
            return RegularFile.ReadAllBytes(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Checkpoint '{_path}' cannot be read: {exception.Message}", exception);
        }
    }

    // Returns the position of the contents, after a check of all that precedes them and, unless version 0.1 wrote the file, of the contents.
    private int FindContents(ReadOnlySpan<byte> file)
    {
        if (file.Length >= sizeof(int) && BinaryPrimitives.ReadInt32LittleEndian(file) == MagicOfVersion01)
            return sizeof(int);
        if (!CheckpointHeader.IsAtStartOf(file))
            throw new FormatException(file.IsEmpty ? "it is empty" : "it does not begin like a checkpoint");
        var version = CheckpointHeader.Check(file);
        return version <= CheckpointHeader.Version
            ? CheckpointHeader.Length
            : throw new InvalidDataException(
                $"Checkpoint '{_path}' was written by a newer version of MlNetRecurrent: its format is {version}, this version reads up to "
                + $"{CheckpointHeader.Version}. Resume with the newer version, or delete the file to start over.");
    }

    private FitState ReadContents(
        BinaryReader reader, RecurrentNetwork network, OptimizerHelper optimizer, WeightAverage? average, bool hasChecksum)
    {
        if (reader.ReadString() != _identity)
        {
            throw new InvalidDataException(
                $"Checkpoint '{_path}' belongs to a fit with a different network, options or data: "
                + "use the same ones, or start over without resuming.");
        }

        var state = FitState.Read(reader, network);
        if (average is not null)
            AverageFrames.Read(reader, average, network);
        using var weights = WeightSnapshot.Read(reader, network);
        var generator = ReadGenerator(reader);
        var start = reader.BaseStream.Position;
        OptimizerFrames.Check(reader, optimizer, checkValues: !hasChecksum);
        if (reader.BaseStream.Position != reader.BaseStream.Length)
            throw new FormatException($"{reader.BaseStream.Length - reader.BaseStream.Position:N0} bytes follow its end");
        // Everything adds up: only now is the network changed.
        reader.BaseStream.Position = start;
        weights.Restore(network);
        using (var values = tensor(generator))
            Generator.Default.set_state(values);
        OptimizerFrames.Read(reader, optimizer);
        return state;
    }

    private static byte[] ReadGenerator(BinaryReader reader)
    {
        var expected = Generator.Default.get_state().bytes.Length;
        if (reader.ReadInt32() != expected)
            throw new FormatException("the state of its random generator has another length");
        var state = reader.ReadBytes(expected);
        if (state.Length < expected)
            throw new EndOfStreamException();
        return GeneratorState.IsValid(state, expected) ? state : throw new FormatException("the state of its random generator is invalid");
    }
}
