using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>
/// The locks of the model files that a command writes, held from before the training until the files are written: a second command with the same
/// output files, which shares their checkpoints too, ends at once instead of after its training.
/// </summary>
internal sealed class ModelLocks : IDisposable
{
    private readonly Dictionary<string, ModelLock> _locks = [];

    /// <summary>Locks files.</summary>
    /// <param name="command">The command, for the message to others.</param>
    /// <param name="files">The files.</param>
    /// <exception cref="IOException">Another process is changing a file, or it cannot be locked.</exception>
    public ModelLocks(string command, IEnumerable<string> files)
    {
        try
        {
            foreach (var file in files)
                _locks[file] = ModelLock.Acquire(file, command);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The lock of a file.</summary>
    public ModelLock this[string file] => _locks[file];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var held in _locks.Values)
            held.Dispose();
    }
}
