// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.cel;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import io.flowobserver.filter.pattern.FilterCostLimit;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.flow.FlowEncoder;
import io.flowobserver.flow.FlowUuid;
import io.flowobserver.flow.row.FlowView;
import io.flowobserver.proto.flow.Flow;
import java.util.Map;
import java.util.Optional;

/**
 * One compiled CEL expression. It reads the row directly if the row has all fields that the expression uses. Otherwise
 * the row is encoded and parsed as a {@code flow.Flow}. Immutable and thread-safe.
 */
final class CelExpression {
    private final Program program;
    private final boolean onRecord;
    private final Map<String, CelField> fields;
    private final FlowEncoder encoder;

    private CelExpression(CelEnvironment.Compiled compiled, FlowUuid uuids) {
        this.program = compiled.program();
        this.fields = CelFields.flow(uuids);
        this.onRecord = isOnRecord(compiled.tree(), fields);
        this.encoder = new FlowEncoder(uuids);
    }

    static CelExpression compile(String text, FlowUuid uuids, FilterCostLimit budget) throws FilterException {
        return new CelExpression(CelEnvironment.get().compile(text, budget), uuids);
    }

    /** Returns whether the expression reads the row directly. */
    boolean onRecord() {
        return onRecord;
    }

    /**
     * Returns whether the expression is true for the flow.
     *
     * @throws CelEvaluationException if the expression has no value for this flow
     */
    boolean test(FlowView flow) throws CelEvaluationException {
        return onRecord ? evaluate(new CelRecord(flow, fields)) : testMessage(flow);
    }

    /** Does the same with a {@code flow.Flow} message, which has all fields. */
    boolean testMessage(FlowView flow) throws CelEvaluationException {
        byte[] wire = new byte[FlowEncoder.maxLength(flow)];
        int length = encoder.encode(flow, wire, 0);
        try {
            return evaluate(Flow.parser().parseFrom(wire, 0, length));
        } catch (InvalidProtocolBufferException malformed) {
            throw new CelEvaluationException("malformed flow", malformed);
        }
    }

    private boolean evaluate(Object flow) throws CelEvaluationException {
        return Boolean.TRUE.equals(
                program.eval(name -> name.equals(CelEnvironment.FLOW) ? Optional.of(flow) : Optional.empty()));
    }

    private static boolean isOnRecord(CelAbstractSyntaxTree tree, Map<String, CelField> fields) {
        return CelNavigableAst.fromAst(tree).getRoot().allNodes().allMatch(node -> switch (node.getKind()) {
            case IDENT -> !isFlow(node.expr().ident().name()) || isColumn(node, fields);
            case COMPREHENSION -> !isFlow(node.expr().comprehension().iterVar());
            default -> true;
        });
    }

    /** The name can begin with a dot, which means that it is in no container. */
    private static boolean isFlow(String name) {
        return name.endsWith(CelEnvironment.FLOW);
    }

    /** Returns whether a selection from the flow ends at a field that rows have and that is no message. */
    private static boolean isColumn(CelNavigableExpr flow, Map<String, CelField> flowFields) {
        Map<String, CelField> fields = flowFields;
        Optional<CelNavigableExpr> parent = flow.parent();
        while (parent.isPresent() && parent.get().getKind() == CelExpr.ExprKind.Kind.SELECT) {
            CelExpr.CelSelect select = parent.get().expr().select();
            CelField field = fields.get(select.field());
            if (field == null) {
                return false;
            }
            if (select.testOnly() || field.parts() == null) {
                return true;
            }
            fields = field.parts();
            parent = parent.get().parent();
        }
        return false;
    }
}
