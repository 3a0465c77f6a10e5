using System.Runtime.Intrinsics;
using Sweep.Models.Fused;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace Sweep.Models.Cells;

/// <summary>i, f, o = sigmoid(x + r), g = tanh(x + r), c' = f c + i g, h' = o tanh(c'). Saved slots: i, f, g, o.</summary>
internal sealed unsafe class LstmKernel(int units) : CellKernel(units)
{
    public override int SavedSlots => 4;
    public override ReadOnlySpan<int> InputGates => [0, 1, 2, 3];
    public override bool HasCellState => true;

    public override void Forward(in CellRow row)
    {
        int f = Units, g = 2 * Units, o = 3 * Units;
        for (var j = 0; j < Units; j += Vec.Count)
        {
            var input = VectorMath.Sigmoid(Vector512.Load(row.Input + j) + Vector512.Load(row.Recurrent + j));
            var forget = VectorMath.Sigmoid(Vector512.Load(row.Input + f + j) + Vector512.Load(row.Recurrent + f + j));
            var cell = VectorMath.Tanh(Vector512.Load(row.Input + g + j) + Vector512.Load(row.Recurrent + g + j));
            var output = VectorMath.Sigmoid(Vector512.Load(row.Input + o + j) + Vector512.Load(row.Recurrent + o + j));
            var c = Vector512.FusedMultiplyAdd(forget, Vector512.Load(row.CellBefore + j), input * cell);
            var tanh = VectorMath.Tanh(c);
            input.Store(row.Saved + j);
            forget.Store(row.Saved + f + j);
            cell.Store(row.Saved + g + j);
            output.Store(row.Saved + o + j);
            c.Store(row.CellAfter + j);
            tanh.Store(row.CellTanh + j);
            (output * tanh).Store(row.HiddenAfter + j);
        }
    }

    public override void Backward(in CellRow row)
    {
        int f = Units, g = 2 * Units, o = 3 * Units;
        for (var j = 0; j < Units; j += Vec.Count)
        {
            Vec input = Vector512.Load(row.Saved + j), forget = Vector512.Load(row.Saved + f + j);
            Vec cell = Vector512.Load(row.Saved + g + j), output = Vector512.Load(row.Saved + o + j);
            var tanh = Vector512.Load(row.CellTanh + j);
            var dh = Vector512.Load(row.Above + j) + Vector512.Load(row.Carry + j);
            var dc = Vector512.Load(row.CellCarry + j) + dh * output * (Vec.One - tanh * tanh);
            (dc * cell * input * (Vec.One - input)).Store(row.Saved + j);
            (dc * Vector512.Load(row.CellBefore + j) * forget * (Vec.One - forget)).Store(row.Saved + f + j);
            (dc * input * (Vec.One - cell * cell)).Store(row.Saved + g + j);
            (dh * tanh * output * (Vec.One - output)).Store(row.Saved + o + j);
            (dc * forget).Store(row.CellCarry + j);
        }
    }
}
