using System.Runtime.InteropServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Tests;

/// <summary>
/// Memory between protected pages: reading or writing a float outside a buffer ends the process. A buffer either ends where the following page
/// begins, or begins where the preceding page ends.
/// </summary>
internal sealed unsafe partial class GuardedMemory(bool atStart) : KernelMemory
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly Dictionary<nint, (nint Pages, nint Size)> _pages = [];

    public static bool IsSupported => OperatingSystem.IsLinux();

    public override float* Allocate(nint count)
    {
        var page = (nint)Environment.SystemPageSize;
        var bytes = count * sizeof(float);
        var inner = (bytes + page - 1) / page * page;
        var pages = Map(0, (nuint)(inner + (2 * page)), ReadWrite, PrivateAnonymous, -1, 0);
        if (pages == -1 || Protect(pages, (nuint)page, 0) != 0 || Protect(pages + page + inner, (nuint)page, 0) != 0)
            throw new InvalidOperationException("The guarded pages cannot be allocated.");
        var buffer = atStart ? pages + page : pages + page + inner - bytes;
        lock (_pages)
            _pages.Add(buffer, (pages, inner + (2 * page)));
        return (float*)buffer;
    }

    public override void Free(float* buffer)
    {
        lock (_pages)
        {
            _pages.Remove((nint)buffer, out var pages);
            _ = Unmap(pages.Pages, (nuint)pages.Size);
        }
    }

    /// <summary>Copies values into a guarded buffer.</summary>
    public float* Copy(ReadOnlySpan<float> values)
    {
        var buffer = Allocate(values.Length);
        values.CopyTo(new Span<float>(buffer, values.Length));
        return buffer;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
