#nullable disable
#if !NET
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
#endif
using System.Text;

namespace MlNetRecurrent.Training.Build;

/// <summary>Changes the bytes of libLibTorchSharp.so so that it loads with a libstdc++ older than that of GCC 13.2.</summary>
/// <remarks>
/// TorchSharp's Linux library is built with GCC 13 and therefore requires version GLIBCXX_3.4.32 of libstdc++, which Debian 12,
/// Ubuntu 22.04 and RHEL 9 do not have. The only symbol with that version is <c>_ZSt21ios_base_library_initv</c>: an anchor
/// that makes libstdc++ initialize its streams, which older versions do anyway, and that no relocation refers to. If the
/// version is marked as weak, the loader continues without it; if libstdc++ has the version, nothing changes. Layouts: System V
/// ABI, "Object Files", and Linux Standard Base Core, "Symbol Versioning".
/// <para>
/// Builds compile this file from source against .NET Standard 2.0 (RoslynCodeTaskFactory), which takes one file: that is why the
/// task is in it too. The library compiles it for programs that were built without the task.
/// </para>
/// </remarks>
internal static class LibTorchSharpFile
{
    private const string Version = "GLIBCXX_3.4.32";
    private const string Anchor = "_ZSt21ios_base_library_initv";

    private const uint SectionRelocations = 4;
    private const uint SectionDynamicSymbols = 11;
    private const uint SectionVersionNeeds = 0x6ffffffe;
    private const uint SectionSymbolVersions = 0x6fffffff;
    private const ushort FlagWeak = 2;

    /// <summary>Marks the requirement of <see cref="Version"/> as weak.</summary>
    /// <returns>Whether the file was changed.</returns>
    /// <exception cref="InvalidDataException">A symbol needs the version, or the file is damaged.</exception>
    public static bool Weaken(byte[] file)
    {
        // Only 64-bit little-endian ELF, the format of LibTorch on Linux.
        if (file.Length < 64 || Read(file, 0, 4) != 0x464c457f || file[4] != 2 || file[5] != 1)
            return false;

        var sections = Sections(file);
        var needs = Array.Find(sections, section => section.Type == SectionVersionNeeds);
        if (needs == null || !TryFindNeed(file, needs, Linked(sections, needs), out var need))
            return false;

        var flags = (ushort)Read(file, need + 4, 2);
        if ((flags & FlagWeak) != 0)
            return false;

        var index = (ushort)Read(file, need + 6, 2);
        foreach (var symbol in SymbolsOf(file, sections, index))
        {
            if (symbol.Value != Anchor)
                throw new InvalidDataException($"symbol {symbol.Value} needs {Version}");
            if (IsRelocated(file, sections, symbol.Key))
                throw new InvalidDataException($"a relocation refers to {Anchor} of {Version}");
        }

        file[need + 4] |= (byte)FlagWeak;
        return true;
    }

    private static bool TryFindNeed(byte[] file, Section needs, Section names, out long found)
    {
        var library = needs.Offset;
        for (ulong next = 1; next != 0; library += (long)next)
        {
            var need = library + (long)Read(file, library + 8, 4);
            for (ulong following = 1; following != 0; need += (long)following)
            {
                found = need;
                if (Text(file, names.Offset + (long)Read(file, need + 8, 4)) == Version)
                    return true;

                following = Read(file, need + 12, 4);
            }

            next = Read(file, library + 12, 4);
        }

        found = 0;
        return false;
    }

    /// <summary>Lists the index and name of every dynamic symbol with the version.</summary>
    private static IEnumerable<KeyValuePair<long, string>> SymbolsOf(byte[] file, Section[] sections, ushort version)
    {
        var versions = Array.Find(sections, section => section.Type == SectionSymbolVersions) ?? throw Damaged();
        var symbols = Array.Find(sections, section => section.Type == SectionDynamicSymbols) ?? throw Damaged();
        var names = Linked(sections, symbols);
        for (long number = 0; number < symbols.Size / 24; number++)
        {
            // The highest bit only hides the symbol from other libraries.
            if ((Read(file, versions.Offset + number * 2, 2) & 0x7fff) == version)
                yield return new(number, Text(file, names.Offset + (long)Read(file, symbols.Offset + number * 24, 4)));
        }
    }

    private static bool IsRelocated(byte[] file, Section[] sections, long symbol)
    {
        foreach (var relocations in sections.Where(section => section.Type == SectionRelocations))
        {
            for (long number = 0; number < relocations.Size / 24; number++)
            {
                if ((long)(Read(file, relocations.Offset + number * 24 + 8, 8) >> 32) == symbol)
                    return true;
            }
        }

        return false;
    }

    private static Section[] Sections(byte[] file)
    {
        var first = (long)Read(file, 0x28, 8);
        var size = (long)Read(file, 0x3a, 2);
        return Enumerable.Range(0, (int)Read(file, 0x3c, 2))
            .Select(number => first + number * size)
            .Select(header => new Section
            {
                Type = (uint)Read(file, header + 4, 4),
                Offset = (long)Read(file, header + 24, 8),
                Size = (long)Read(file, header + 32, 8),
                Link = (uint)Read(file, header + 40, 4),
            })
            .ToArray();
    }

    private static Section Linked(Section[] sections, Section section) =>
        section.Link < sections.Length ? sections[section.Link] : throw Damaged();

    private static InvalidDataException Damaged() => new("the file is damaged");

    private static ulong Read(byte[] file, long offset, int bytes)
    {
        if (offset < 0 || offset > file.Length - bytes)
            throw Damaged();

        ulong value = 0;
        while (bytes-- > 0)
            value = value << 8 | file[offset + bytes];

        return value;
    }

    private static string Text(byte[] file, long offset)
    {
        var end = offset;
        while (Read(file, end, 1) != 0)
            end++;

        return Encoding.ASCII.GetString(file, (int)offset, (int)(end - offset));
    }

    private sealed class Section
    {
        public uint Type;
        public long Offset;
        public long Size;
        public uint Link;
    }
}

#if !NET
/// <summary>Writes copies of libLibTorchSharp.so that load with a libstdc++ older than that of GCC 13.2.</summary>
public sealed class MendLibTorchSharp : Task
{
    /// <summary>The libraries in the package cache; the metadata <c>Mended</c> is the path of the copy to write.</summary>
    /// <remarks>No copy is written if a library needs no change or cannot be changed safely; the latter causes a warning.</remarks>
    [Required]
    public ITaskItem[] Libraries { get; set; }

    /// <inheritdoc />
    public override bool Execute()
    {
        foreach (var library in Libraries)
        {
            var bytes = File.ReadAllBytes(library.ItemSpec);
            try
            {
                if (LibTorchSharpFile.Weaken(bytes))
                    Replace(library.GetMetadata("Mended"), bytes);
            }
            catch (InvalidDataException exception)
            {
                Log.LogWarning(null, "MNR0001", null, library.ItemSpec, 0, 0, 0, 0,
                    "{0} is used unchanged and loads only with the libstdc++ of GCC 13.2 or later: {1}.",
                    Path.GetFileName(library.ItemSpec), exception.Message);
            }
        }

        return true;
    }

    /// <remarks>
    /// The copy is written to a temporary file and renamed: an interrupted build leaves no partial file that looks up to date, and
    /// hard links to an older copy keep their bytes.
    /// </remarks>
    private static void Replace(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path));
        var temporary = path + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(temporary, bytes);
        File.Delete(path);
        File.Move(temporary, path);
    }
}
#endif
