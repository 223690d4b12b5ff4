// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelContainer;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.Program;
import io.flowobserver.filter.pattern.FilterCostLimit;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.proto.flow.Flow;

/**
 * The CEL environment: the standard library, the standard macros and one variable, {@link #FLOW}. It is created when it
 * is first needed, which takes about a second. Compiling an expression takes milliseconds. Immutable and thread-safe.
 */
final class CelEnvironment {
    /** The name of the variable that holds the flow. */
    static final String FLOW = "_flow";

    private static final CelContainer CONTAINER = CelContainer.ofName("flow");
    private static final int MAX_PARSER_RECURSION = 100;
    private static final int MAX_SYNTAX_ERRORS = 3;

    private final CelCompiler compiler;

    private CelEnvironment() {
        CelOptions options = CelOptions.current()
                .maxExpressionCodePointSize(FilterCostLimit.MAX_CEL_BYTES)
                .maxParseRecursionDepth(MAX_PARSER_RECURSION)
                .maxParseErrorRecoveryLimit(MAX_SYNTAX_ERRORS)
                .build();
        compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(options)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setContainer(CONTAINER)
                .addMessageTypes(Flow.getDescriptor())
                .addVar(FLOW, StructTypeReference.create(Flow.getDescriptor().getFullName()))
                .build();
    }

    private static final class Holder {
        private static final CelEnvironment INSTANCE = new CelEnvironment();
    }

    /** A type-checked expression and its program. */
    record Compiled(CelAbstractSyntaxTree tree, Program program) {}

    static CelEnvironment get() {
        return Holder.INSTANCE;
    }

    /**
     * Parses, checks and compiles an expression.
     *
     * @throws FilterException with the message that Hubble uses, except for the part that comes from the parser
     */
    Compiled compile(String text, FilterCostLimit budget) throws FilterException {
        CelAbstractSyntaxTree tree;
        CelCost cost;
        try {
            budget.reserveCel(text);
            CelAbstractSyntaxTree parsed = tree(compiler.parse(text));
            // Compute the cost before the type check: the types of values that double are as large as the values.
            cost = CelCost.of(parsed.getExpr(), budget);
            tree = tree(compiler.check(parsed));
            checkResult(tree.getResultType());
        } catch (FilterException invalid) {
            throw invalid.in("error compiling CEL expression");
        }
        try {
            return new Compiled(tree, runtime(cost).createProgram(tree));
        } catch (CelEvaluationException | IllegalArgumentException unfit) {
            throw FilterException.invalid("error building CEL program: " + unfit.getMessage());
        }
    }

    private static CelAbstractSyntaxTree tree(CelValidationResult result) throws FilterException {
        try {
            return result.getAst();
        } catch (CelValidationException invalid) {
            throw FilterException.invalid(result.getErrorString());
        }
    }

    private static void checkResult(CelType type) throws FilterException {
        if (!type.equals(SimpleType.BOOL)) {
            throw FilterException.invalid("got \"" + CelTypes.format(type) + "\", wanted \"bool\" result type");
        }
    }

    /** Creates a runtime for one expression, because the limit of iterations belongs to the runtime. */
    private static CelRuntime runtime(CelCost cost) {
        return CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(CelOptions.current()
                        // The planner requires this option. The compiler still rejects such comparisons.
                        .enableHeterogeneousNumericComparisons(true)
                        .comprehensionMaxIterations(cost.iterations())
                        .build())
                .setContainer(CONTAINER)
                .addMessageTypes(Flow.getDescriptor())
                .setStandardFunctions(CelStandardFunctions.newBuilder()
                        .excludeFunctions(CelStandardFunctions.StandardFunction.MATCHES)
                        .build())
                .addFunctionBindings(new CelRegexes(cost.regexes()).bindings())
                .build();
    }
}
