namespace MlNetRecurrent.EndToEnd.Architecture;

/// <summary>The arrows between projects and between folders. What stands to the left of an arrow does not know what stands to its right.</summary>
/// <remarks>
/// To declare the folders inside another folder, add an entry with its path, such as <c>Inference/Runtime/Onnx</c>;
/// files beside these folders are named <c>(root)</c>.
/// </remarks>
internal static class DeclaredArrows
{
    /// <summary>The arrows between the projects that users get.</summary>
    public const string Projects = "Inference/Runtime <- Inference/Library <- Training/Library <- Training/Console";

    /// <summary>The arrows between the folders inside a folder, by its path from the repository's top; the path begins with the project's folder.</summary>
    public static IReadOnlyDictionary<string, string> Folders { get; } = new Dictionary<string, string>
    {
        ["Inference/Runtime"] = """
            Errors <- Networks, Tokens, Scoring
            Networks, Tokens <- Cards <- Onnx
            Networks <- Scoring <- Engine
            Onnx, Engine <- Models <- Streams <- Text
            """,
        ["Inference/Runtime/Engine"] = """
            Vectors, Packing <- Products
            Vectors <- Cells
            Products, Cells <- Stages <- Layers <- Running <- (root)
            """,
        ["Inference/Library"] = """
            OnnxRuntime <- Hosting
            OnnxRuntime, Rows <- Transforms
            Rows <- Windows
            """,
        ["Inference/Library/Transforms"] = """
            Options <- Columns, Reading <- Cursors, Saving <- (root) <- Loading
            """,
        ["Training/Library"] = """
            LibTorch <- Data <- Networks
            Networks, Files <- Fitting, Export
            Export <- Import
            Data <- Tables
            Networks, Tables <- Evaluation <- Text
            Fitting, Export, Text <- Trainers
            Fitting, Import, Evaluation <- TableTraining
            """,
    };
}
