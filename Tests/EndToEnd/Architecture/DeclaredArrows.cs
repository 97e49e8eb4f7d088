namespace MlNetRecurrent.EndToEnd.Architecture;

/// <summary>The allowed dependencies between projects and between folders: names to the right of an arrow may use names to its left.</summary>
/// <remarks>
/// To declare the folders inside another folder, add an entry with its path, such as <c>Inference/Runtime/Onnx</c>.
/// <c>(root)</c> represents the files directly in that folder.
/// </remarks>
internal static class DeclaredArrows
{
    /// <summary>The arrows between the product's projects.</summary>
    public const string Projects = """
        Inference/Runtime <- Inference/Library <- Training/Library <- Training/Console
        Training/Library <- Training/Databases/Sqlite, Training/Databases/PostgreSql, Training/Databases/DuckDb <- Training/Console
        Training/Templates
        """;

    /// <summary>The arrows between the folders inside a folder, by the path of that folder from the root of the repository.</summary>
    public static IReadOnlyDictionary<string, string> Folders { get; } = new Dictionary<string, string>
    {
        ["Inference/Runtime"] = """
            Errors <- Networks, Tokens, Scoring
            Networks, Tokens <- Cards <- Onnx
            Files <- Onnx
            Networks <- Scoring <- Engine
            Onnx, Engine <- Models <- Streams <- Text
            """,
        ["Inference/Runtime/Engine"] = """
            Vectors, Packing <- Products
            Vectors <- Cells
            Products, Cells <- Stages <- Layers <- Running <- (root)
            """,
        ["Inference/Runtime/Onnx"] = """
            Messages <- Tensors, Nodes
            Tensors <- Files <- Weights <- Writing
            Tensors, Nodes <- Reading
            Files, Nodes <- Guarding
            Reading, Writing, Guarding <- Recognition
            """,
        ["Inference/Runtime/Onnx/Reading"] = """
            Axes <- Tensors <- Values <- Arguments <- Constants <- Layers <- Signals
            Steps <- Values
            Constants <- Recurrent
            Signals, Recurrent <- Walk <- Structure <- Assembly <- (root)
            """,
        ["Inference/Library"] = """
            OnnxRuntime <- Hosting
            OnnxRuntime, Rows <- Transforms
            Rows <- Windows
            """,
        ["Inference/Library/Transforms"] = """
            Options <- Columns, Reading <- Cursors, Saving <- Estimators <- Loading <- (root)
            """,
        ["Training/Library"] = """
            Kernels <- LibTorch <- Data <- Networks
            Kernels <- Layers <- Networks
            Kernels <- Optimizers <- Fitting
            LibTorch <- Layers, Optimizers
            Networks, Files <- Fitting, Export
            Export <- Import
            Data <- Tables
            Networks, Tables <- Evaluation <- Text
            Fitting, Export, Text <- Trainers
            Networks, Tables, Evaluation <- Profiles
            Fitting, Import, Evaluation, Profiles <- TableTraining
            """,
        ["Training/Library/Profiles"] = """
            Results, Rows, Seasons <- Measures <- (root)
            """,
        ["Training/Library/TableTraining"] = """
            Options <- Fitting
            Evaluation <- Prediction <- Models, Scoring
            Fitting, Models <- Comparison
            Fitting <- Retraining
            Comparison, Retraining <- (root)
            """,
    };
}
