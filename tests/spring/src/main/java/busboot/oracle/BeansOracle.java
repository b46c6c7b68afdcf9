package busboot.oracle;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.PropertyValue;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.beans.factory.xml.XmlBeanDefinitionReader;
import org.springframework.core.io.FileSystemResource;

/** What Spring's own reader makes of XML files: one JSON object, keyed by the arguments. */
public final class BeansOracle {
    private BeansOracle() {
    }

    public static void main(String[] files) {
        Map<String, Object> answers = new LinkedHashMap<>();
        for (String file : files) {
            answers.put(file, answer(file));
        }
        Gson gson = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
        System.out.println(gson.toJson(answers));
    }

    private static Map<String, Object> answer(String file) {
        SimpleBeanDefinitionRegistry registry = new SimpleBeanDefinitionRegistry();
        try {
            new XmlBeanDefinitionReader(registry).loadBeanDefinitions(new FileSystemResource(file));
        } catch (Throwable failure) {
            return Map.of("error", failure(failure));
        }
        Map<String, Object> beans = new LinkedHashMap<>();
        for (String name : registry.getBeanDefinitionNames()) {
            beans.put(name, describe(registry, name));
        }
        return Map.of("beans", beans);
    }

    private static Map<String, Object> failure(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("spring", innermost.getMessage());
        answer.put("exception", innermost.getClass().getName());
        return answer;
    }

    private static Map<String, Object> describe(SimpleBeanDefinitionRegistry registry, String name) {
        BeanDefinition definition = registry.getBeanDefinition(name);
        List<String> properties = new ArrayList<>();
        for (PropertyValue property : definition.getPropertyValues().getPropertyValues()) {
            properties.add(property.getName());
        }
        String[] aliases = registry.getAliases(name);
        Arrays.sort(aliases);
        Map<String, Object> bean = new LinkedHashMap<>();
        bean.put("aliases", aliases);
        bean.put("class", definition.getBeanClassName());
        bean.put("parent", definition.getParentName());
        bean.put("abstract", definition.isAbstract());
        bean.put("lazy", definition.isLazyInit());
        bean.put("scope", definition.getScope());
        bean.put("factoryMethod", definition.getFactoryMethodName());
        bean.put("properties", properties);
        bean.put("constructorArgs", definition.getConstructorArgumentValues().getArgumentCount());
        return bean;
    }
}
