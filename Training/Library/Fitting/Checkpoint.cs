using System.Text;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>A file with the state of a fit after an epoch, from which the fit can be resumed as if it had never stopped.</summary>
internal sealed class Checkpoint
{
    // "MRC" and the version of the format.
    private const int Magic = 0x4D524302;

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
            writer.Write(Magic);
            writer.Write(_identity);
            state.Write(writer);
            average?.Write(writer);
            using (var weights = WeightSnapshot.Capture(network))
                weights.Write(writer);
            var generator = Generator.Default.get_state().bytes;
            writer.Write(generator.Length);
            writer.Write(generator);
            optimizer.save_state_dict(writer);
        }

        try
        {
            _write(_path, buffer.ToArray());
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
    /// <exception cref="InvalidDataException">The file is damaged, or belongs to another fit.</exception>
    public FitState? Read(nn.Module network, OptimizerHelper optimizer, WeightAverage? average = null)
    {
        if (!File.Exists(_path))
            return null;
        using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(_path)), Encoding.UTF8);
        try
        {
            if (reader.ReadInt32() != Magic)
                throw new InvalidDataException($"File '{_path}' is not a checkpoint of this version: delete it, or start over without resuming.");
            if (reader.ReadString() != _identity)
            {
                throw new InvalidDataException(
                    $"Checkpoint '{_path}' belongs to a fit with a different network, options or data: "
                    + "use the same ones, or start over without resuming.");
            }

            var state = FitState.Read(reader);
            average?.Read(reader);
            using (var weights = WeightSnapshot.Read(reader))
                weights.Restore(network);
            using (var generator = tensor(reader.ReadBytes(reader.ReadInt32())))
                Generator.Default.set_state(generator);
            optimizer.load_state_dict(reader);
            return state;
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException($"Checkpoint '{_path}' is damaged: delete it, or start over without resuming.", exception);
        }
    }
}
