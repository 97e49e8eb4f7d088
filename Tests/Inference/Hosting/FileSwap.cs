using System.Diagnostics;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>A way in which deployments replace a file: how it is laid out, and how the next version is put in place.</summary>
internal sealed class FileSwap
{
    private readonly Action<string, byte[]> _layOut;
    private readonly Action<string, byte[]> _replace;

    private FileSwap(string path, Action<string, byte[]> layOut, Action<string, byte[]> replace) =>
        (Path, _layOut, _replace) = (path, layOut, replace);

    /// <summary>The path of the file in the folder of the test.</summary>
    public string Path { get; }

    public static IReadOnlyDictionary<string, FileSwap> All { get; } = new Dictionary<string, FileSwap>
    {
        ["renamed over"] = new("m.onnx", (root, bytes) => Write(root, "m.onnx", bytes), (root, bytes) =>
        {
            Write(root, "m.new", bytes);
            File.Move(At(root, "m.new"), At(root, "m.onnx"), overwrite: true);
        }),
        ["written in place"] = new("m.onnx", (root, bytes) => Write(root, "m.onnx", bytes), (root, bytes) => Write(root, "m.onnx", bytes)),
        ["written in place, with the time of the version before"] = new(
            "m.onnx",
            (root, bytes) => Write(root, "m.onnx", bytes),
            (root, bytes) =>
            {
                var time = File.GetLastWriteTimeUtc(At(root, "m.onnx"));
                Write(root, "m.onnx", bytes);
                File.SetLastWriteTimeUtc(At(root, "m.onnx"), time);
            }),
        ["deleted and written"] = new("m.onnx", (root, bytes) => Write(root, "m.onnx", bytes), (root, bytes) =>
        {
            File.Delete(At(root, "m.onnx"));
            Write(root, "m.onnx", bytes);
        }),

        // A ConfigMap or projected volume: model.onnx -> ..data/model.onnx, ..data -> ..2030_1.
        ["Kubernetes"] = new(
            "model.onnx",
            (root, bytes) =>
            {
                Write(root, "..2030_1/model.onnx", bytes);
                Link(root, "..data", "..2030_1");
                Link(root, "model.onnx", "..data/model.onnx");
            },
            (root, bytes) =>
            {
                Write(root, "..2030_2/model.onnx", bytes);
                MoveLink(root, "..data", "..2030_2");
                Directory.Delete(At(root, "..2030_1"), recursive: true);
            }),
        ["current link"] = new(
            "current/model.onnx",
            (root, bytes) =>
            {
                Write(root, "releases/1/model.onnx", bytes);
                Link(root, "current", At(root, "releases/1"));
            },
            (root, bytes) =>
            {
                Write(root, "releases/2/model.onnx", bytes);
                MoveLink(root, "current", At(root, "releases/2"));
            }),
        ["link to a file, target renamed over"] = new(
            "model.onnx",
            (root, bytes) =>
            {
                Write(root, "store/deep/v.onnx", bytes);
                Link(root, "model.onnx", "store/deep/v.onnx");
            },
            (root, bytes) =>
            {
                Write(root, "store/deep/next", bytes);
                File.Move(At(root, "store/deep/next"), At(root, "store/deep/v.onnx"), overwrite: true);
            }),
        ["link to a file, target written in place"] = new(
            "model.onnx",
            (root, bytes) =>
            {
                Write(root, "store/v.onnx", bytes);
                Link(root, "model.onnx", At(root, "store/v.onnx"));
            },
            (root, bytes) => Write(root, "store/v.onnx", bytes)),
        ["chain of links, the last one moved"] = new(
            "a.onnx",
            (root, bytes) =>
            {
                Write(root, "v1/m.onnx", bytes);
                Directory.CreateDirectory(At(root, "links"));
                Link(root, "links/c.onnx", "../v1/m.onnx");
                Link(root, "links/b.onnx", "c.onnx");
                Link(root, "a.onnx", "links/b.onnx");
            },
            (root, bytes) =>
            {
                Write(root, "v2/m.onnx", bytes);
                MoveLink(root, "links/c.onnx", "../v2/m.onnx");
            }),

        // Behind the link 'current', '..' is releases and not the folder of the link.
        ["relative link behind a linked folder"] = new(
            "current/model.onnx",
            (root, bytes) =>
            {
                Directory.CreateDirectory(At(root, "releases/7"));
                Write(root, "releases/shared/model.onnx", bytes);
                Link(root, "releases/7/model.onnx", "../shared/model.onnx");
                Link(root, "current", "releases/7");
            },
            (root, bytes) =>
            {
                Write(root, "releases/shared/next", bytes);
                File.Move(At(root, "releases/shared/next"), At(root, "releases/shared/model.onnx"), overwrite: true);
            }),
        ["folder removed and made again"] = new(
            "models/today/m.onnx",
            (root, bytes) => Write(root, "models/today/m.onnx", bytes),
            (root, bytes) =>
            {
                Directory.Delete(At(root, "models"), recursive: true);
                Write(root, "models/today/m.onnx", bytes);
            }),
        [FolderReplaced] = new(
            "models/today/m.onnx",
            (root, bytes) => Write(root, "models/today/m.onnx", bytes),
            (root, bytes) =>
            {
                Write(root, "next/today/m.onnx", bytes);
                Directory.Move(At(root, "models"), At(root, "before"));
                Directory.Move(At(root, "next"), At(root, "models"));
            }),
    };

    /// <summary>The swap that has no event in a folder on the way to the file.</summary>
    public const string FolderReplaced = "folder renamed away, another in its place";

    public string LayOut(string root, byte[] bytes)
    {
        _layOut(root, bytes);
        return At(root, Path);
    }

    public void Replace(string root, byte[] bytes) => _replace(root, bytes);

    /// <summary>Makes a link lead elsewhere as the kubelet does: another link is renamed over the one in place.</summary>
    public static void MoveLink(string root, string path, string target)
    {
        Link(root, $"{path}.new", target);

        // File.Move refuses a link to a folder.
        using var move = Process.Start("mv", ["-T", At(root, $"{path}.new"), At(root, path)]);
        move.WaitForExit();
        Assert.Equal(0, move.ExitCode);
    }

    private static string At(string root, string path) => System.IO.Path.Combine(root, path);

    private static void Write(string root, string path, byte[] bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(root, path))!);
        File.WriteAllBytes(At(root, path), bytes);
    }

    private static void Link(string root, string path, string target) => File.CreateSymbolicLink(At(root, path), target);

}
