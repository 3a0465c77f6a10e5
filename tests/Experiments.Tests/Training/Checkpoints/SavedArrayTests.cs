using Sweep.Experiments.Training.Checkpoints;

namespace Sweep.Experiments.Tests.Training.Checkpoints;

public sealed class SavedArrayTests
{
    public static TheoryData<Array> Arrays { get; } =
    [
        new double[] { 0.1, -0.0, double.Epsilon, double.NaN }, new float[] { 1.5f, float.PositiveInfinity },
        new long[] { long.MinValue, 7 }, new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }, Array.Empty<double>(),
    ];

    [Theory]
    [MemberData(nameof(Arrays))]
    public void An_array_gets_its_numbers_back_to_the_last_bit(Array numbers)
    {
        var saved = new SavedArray("a", numbers);
        var data = saved.Read(null);
        var before = (Array)numbers.Clone();

        Array.Clear(numbers);
        saved.Write(saved.Find(new Dictionary<string, TensorData> { ["a"] = data }));

        Assert.Equal(before, numbers);
        Assert.Equal(numbers.Rank, data.Shape.Count);
    }

    [Fact]
    public void The_bytes_are_those_of_a_safetensors_file()
    {
        var data = new SavedArray("a", new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }).Read(null);

        Assert.Equal("F64", data.DType);
        Assert.Equal([2L, 3L], data.Shape);
        Assert.Equal(6.0, BitConverter.ToDouble(data.Bytes.Span[^8..]));
    }

    [Fact]
    public void Numbers_of_another_shape_or_type_are_not_taken()
    {
        var file = new Dictionary<string, TensorData> { ["a"] = new SavedArray("a", new double[2]).Read(null) };

        Assert.Equal("its tensor 'a' is F64 (2), expected F64 (3)", Fault(file, new double[3]));
        Assert.Equal("its tensor 'a' is F64 (2), expected F32 (2)", Fault(file, new float[2]));
        Assert.Equal("it has no tensor 'a'", Fault([], new double[2]));
    }

    [Fact]
    public void An_array_of_another_kind_is_refused_with_those_that_are_held() =>
        Assert.Equal("the array 'a' is of Decimal; a checkpoint holds double, float and long",
            Assert.Throws<NotSupportedException>(() => new SavedArray("a", new decimal[1]).Read(null)).Message);

    private static string Fault(Dictionary<string, TensorData> file, Array numbers) =>
        Assert.Throws<InvalidDataException>(() => new SavedArray("a", numbers).Find(file)).Message;
}
